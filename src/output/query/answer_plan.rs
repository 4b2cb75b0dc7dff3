//! The typed answers on units, tasks, the plan and accounts: the other part of the theme's contract.

use serde::Serialize;

use super::answer::{Link, Picture, TaskRow};

/// A unit in lists.
#[derive(Clone, Debug, Serialize)]
pub struct UnitRow {
    /// Name.
    pub title: String,
    /// Address.
    pub url: String,
    /// 职能部门, 学院, 团队, 群组.
    pub sort: String,
    /// Whether it is a group.
    pub is_group: bool,
    /// Tasks that it leads.
    pub leads: u32,
    /// Tasks that it supports, through groups too.
    pub supports: u32,
    /// Entries.
    pub entries: u32,
    /// Accounts.
    pub accounts: u32,
    /// Mean progress of the tasks that it leads.
    pub progress: u8,
    /// *SVG*: how that moved by month; empty where it leads none.
    pub spark: String,
}

/// A unit's page.
#[derive(Clone, Debug, Serialize)]
pub struct UnitView {
    /// As in lists.
    pub row: UnitRow,
    /// One sentence.
    pub summary: String,
    /// Its own site; empty where none.
    pub link: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// A group's members.
    pub members: Vec<Link>,
    /// Groups that it belongs to.
    pub groups: Vec<Link>,
    /// Tasks that it leads.
    pub leads: Vec<TaskRow>,
    /// Tasks that it supports by name.
    pub supports: Vec<TaskRow>,
    /// Tasks that it supports as a member of a group.
    pub supports_through_groups: Vec<TaskRow>,
    /// Figures of the tasks that it leads.
    pub figures: FiguresView,
    /// Their progress by month; `null` where it leads none.
    pub history_chart: Option<ChartView>,
    /// What happened for them of late, newest first.
    pub changes: Vec<ChangeView>,
    /// Its accounts.
    pub accounts: Vec<AccountRow>,
}

/// Figures of a set of tasks.
#[derive(Clone, Debug, Serialize)]
pub struct FiguresView {
    /// Tasks.
    pub total: u32,
    /// By status in order: word, class name, count, percent.
    pub by_status: Vec<StatusCount>,
    /// Overdue.
    pub overdue: u32,
    /// At risk.
    pub at_risk: u32,
    /// Stalled.
    pub stalled: u32,
    /// Due soon.
    pub near: u32,
    /// Mean progress, 0 to 100.
    pub progress: u8,
    /// Pieces of evidence.
    pub evidence: u32,
}

/// How many tasks have a status.
#[derive(Clone, Debug, Serialize)]
pub struct StatusCount {
    /// 进行中.
    pub word: String,
    /// `running`.
    pub name: String,
    /// Tasks.
    pub count: u32,
    /// Of all, 0 to 100.
    pub percent: u8,
}

/// A chart and its data.
#[derive(Clone, Debug, Serialize)]
pub struct ChartView {
    /// *SVG*.
    pub svg: String,
    /// Caption of the table.
    pub caption: String,
    /// Head of the table.
    pub head: Vec<String>,
    /// Rows of the table.
    pub rows: Vec<Vec<String>>,
}

/// A task's page.
#[derive(Clone, Debug, Serialize)]
pub struct TaskView {
    /// As in lists.
    pub row: TaskRow,
    /// Its table.
    pub table: Link,
    /// Number of its table.
    pub table_number: u32,
    /// The measure.
    pub measure: String,
    /// Progress ring.
    pub ring: ChartView,
    /// Where the progress figure comes from, in words.
    pub progress_from: String,
    /// The target; `null` where none.
    pub target: Option<TargetView>,
    /// Milestones in order.
    pub milestones: Vec<MilestoneView>,
    /// Evidence from all sides, newest first, undated pieces last.
    pub evidence: Vec<EvidenceView>,
    /// Progress over time.
    pub history_chart: ChartView,
    /// Of a recurring task its periods, the current one first.
    pub periods: Vec<PeriodView>,
    /// The periods as bars, oldest first; `null` where there is but one.
    pub period_chart: Option<ChartView>,
    /// Log, newest first.
    pub log: Vec<LogView>,
    /// Columns that serve it.
    pub columns: Vec<Link>,
    /// Note.
    pub note: String,
    /// Whether its state is sample data.
    pub sample: bool,
    /// The task before and after in the plan.
    pub previous: Option<Link>,
    /// The task after in the plan.
    pub next: Option<Link>,
    /// Its file.
    pub path: String,
}

/// A target and its count.
#[derive(Clone, Debug, Serialize)]
pub struct TargetView {
    /// The rule in words.
    pub rule: String,
    /// Reached.
    pub reached: u32,
    /// Needed.
    pub needed: u32,
    /// At most; 0 where no bound.
    pub most: u32,
    /// 篇, 件, 个.
    pub unit: String,
    /// 0 to 100.
    pub percent: u8,
    /// In words: 已达到, 还差 6 件, 超出上限 2 个.
    pub words: String,
    /// `reached missing over`.
    pub state: String,
    /// Whether the figure is recorded by hand.
    pub by_hand: bool,
    /// Whether amounts were added up.
    pub sums: bool,
    /// What was counted, newest first.
    pub counted: Vec<EvidenceView>,
}

/// A milestone.
#[derive(Clone, Debug, Serialize)]
pub struct MilestoneView {
    /// What is reached.
    pub title: String,
    /// By when; empty where not given.
    pub due: String,
    /// When it was; empty where it is not.
    pub done: String,
    /// `done late overdue open`.
    pub state: String,
    /// In words: 已完成, 延后 3 天完成, 超期 12 天, 待完成.
    pub words: String,
}

/// A line of the log.
#[derive(Clone, Debug, Serialize)]
pub struct LogView {
    /// Day.
    pub date: String,
    /// What.
    pub note: String,
    /// Progress then, -1 where not told.
    pub progress: i16,
}

/// A table's page.
#[derive(Clone, Debug, Serialize)]
pub struct TableView {
    /// Number.
    pub number: u32,
    /// The work.
    pub title: String,
    /// The measure.
    pub measure: String,
    /// Address.
    pub url: String,
    /// Figures.
    pub figures: FiguresView,
    /// Weight in the plan's progress.
    pub weight: u32,
    /// Its share of the plan's progress, 0 to 100.
    pub weight_percent: u8,
    /// Progress over time.
    pub history_chart: ChartView,
    /// What happened of late, newest first.
    pub changes: Vec<ChangeView>,
    /// Lead units of its tasks, for filters.
    pub lead_units: Vec<Choice>,
    /// Tasks in order.
    pub tasks: Vec<TaskRow>,
    /// Table before.
    pub previous: Option<Link>,
    /// Table after.
    pub next: Option<Link>,
    /// Whether its states are sample data.
    pub sample: bool,
}

/// The plan.
#[derive(Clone, Debug, Serialize)]
pub struct PlanView {
    /// Name.
    pub name: String,
    /// Address of the overview.
    pub url: String,
    /// Figures of all tasks.
    pub figures: FiguresView,
    /// Tasks by status, as a stacked bar.
    pub status_chart: ChartView,
    /// Progress by table, as bars.
    pub table_chart: ChartView,
    /// Log lines, reached milestones and evidence by month and table.
    pub activity_chart: ChartView,
    /// The same by month and lead unit.
    pub unit_chart: ChartView,
    /// Progress over time.
    pub history_chart: ChartView,
    /// Whether tables weigh differently.
    pub weighted: bool,
    /// What changed in the last days, newest first.
    pub changes: Vec<ChangeView>,
    /// How many days that is.
    pub recent_days: u32,
    /// Further views of the plan.
    pub views: PlanLinks,
    /// Measures with their tables.
    pub measures: Vec<MeasureView>,
    /// Tasks due next, soonest first, at most ten.
    pub due_next: Vec<TaskRow>,
    /// Overdue, at risk and stalled tasks.
    pub attention: Vec<TaskRow>,
    /// Newest log lines of all tasks, at most ten.
    pub recent: Vec<RecentLog>,
    /// Whether any state is sample data.
    pub sample: bool,
}

/// A measure with its tables.
#[derive(Clone, Debug, Serialize)]
pub struct MeasureView {
    /// Name.
    pub name: String,
    /// Figures.
    pub figures: FiguresView,
    /// Tables: number, title, address, figures.
    pub tables: Vec<TableCard>,
}

/// A table in lists.
#[derive(Clone, Debug, Serialize)]
pub struct TableCard {
    /// Number.
    pub number: u32,
    /// The work.
    pub title: String,
    /// Address.
    pub url: String,
    /// Weight in the plan's progress.
    pub weight: u32,
    /// Its share of the plan's progress, 0 to 100.
    pub weight_percent: u8,
    /// *SVG*: how its progress moved by month.
    pub spark: String,
    /// Figures.
    pub figures: FiguresView,
}

/// A log line with its task.
#[derive(Clone, Debug, Serialize)]
pub struct RecentLog {
    /// Day.
    pub date: String,
    /// What.
    pub note: String,
    /// The task: `4-4 “名师名生”专栏…`.
    pub task: Link,
}

/// An account.
#[derive(Clone, Debug, Serialize)]
pub struct AccountRow {
    /// Name.
    pub name: String,
    /// Anchor on the registry page.
    pub anchor: String,
    /// Platform.
    pub platform: String,
    /// Handle; empty where none.
    pub handle: String,
    /// 校级, 院级, 组织级; empty where not given.
    pub level: String,
    /// Owner.
    pub unit: Link,
    /// Purpose.
    pub purpose: String,
    /// Audience.
    pub audience: String,
    /// Address; empty where none.
    pub url: String,
    /// QR picture.
    pub qr: Option<Picture>,
    /// Opened on.
    pub opened: String,
    /// Registered on.
    pub registered_on: String,
    /// Registration number.
    pub registered_number: String,
    /// Last yearly review.
    pub reviewed_on: String,
    /// Its result.
    pub review_result: String,
    /// Next review due.
    pub review_due: String,
    /// `in_order near overdue unknown not_needed`.
    pub review_name: String,
    /// In words: 年审正常, 12 天内到期, 超期 5 天.
    pub review_words: String,
    /// 运行, 停更, 注销, 迁移.
    pub status: String,
    /// `running paused closed moved`.
    pub status_name: String,
    /// Days between updates; 0 where not given.
    pub cadence: u32,
    /// Columns of the account.
    pub columns: Vec<String>,
    /// Followers; 0 where not given.
    pub followers: u64,
    /// Day of that figure.
    pub followers_on: String,
}

/// The registry.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixView {
    /// Platforms in the registration form's order, each with its accounts.
    pub platforms: Vec<PlatformGroup>,
    /// All accounts.
    pub total: u32,
    /// Running ones.
    pub running: u32,
    /// Registered ones.
    pub registered: u32,
    /// Reviews overdue.
    pub overdue: u32,
    /// Reviews due soon.
    pub near: u32,
    /// Units that own accounts.
    pub units: u32,
}

/// The accounts of one platform.
#[derive(Clone, Debug, Serialize)]
pub struct PlatformGroup {
    /// Platform.
    pub platform: String,
    /// Its accounts.
    pub accounts: Vec<AccountRow>,
}

/// A piece of evidence, or a thing that a target counted.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceView {
    /// Title; of an address outside what the task calls it, else the address.
    pub title: String,
    /// Where it leads; empty where nowhere.
    pub url: String,
    /// Whether it leads out of the site.
    pub external: bool,
    /// Day; empty where not known.
    pub date: String,
    /// Whose work it shows; `null` where not known.
    pub unit: Option<Link>,
    /// Its column, 账号 or 节点; empty for an address outside.
    pub place: String,
    /// Who joined it to the task, in words: 内容注明, 栏目支撑, 任务列出.
    pub sides: Vec<String>,
    /// What it adds to a sum; empty where things are counted.
    pub amount: String,
    /// Whether it is both evidence of its task and counted by its target.
    pub in_both: bool,
}

/// A period of a recurring task.
#[derive(Clone, Debug, Serialize)]
pub struct PeriodView {
    /// `2026—2027学年第一学期`.
    pub label: String,
    /// First day.
    pub start: String,
    /// Last day.
    pub end: String,
    /// What its target reached, -1 where no target counts.
    pub reached: i64,
    /// What its target needs; 0 where it has none.
    pub needed: u32,
    /// 0 to 100.
    pub progress: u8,
    /// Log lines, reached milestones and evidence within it.
    pub acts: u32,
    /// Whether it is the present one.
    pub is_current: bool,
}

/// Something that happened for a task.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeView {
    /// Day.
    pub date: String,
    /// `log milestone evidence`.
    pub sort: String,
    /// 记录, 节点, 佐证.
    pub sort_words: String,
    /// What.
    pub words: String,
    /// Where it leads: the evidence itself, else the task's page.
    pub url: String,
    /// Whether that is outside.
    pub external: bool,
    /// The task: `4-4 “名师名生”专栏…`.
    pub task: Link,
}

/// A choice of a filter.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// What rows bear.
    pub value: String,
    /// What readers see.
    pub words: String,
    /// Rows that bear it.
    pub count: u32,
}

/// Addresses of the plan's further views.
#[derive(Clone, Debug, Serialize)]
pub struct PlanLinks {
    /// The overview.
    pub overview: String,
    /// All tasks.
    pub tasks: String,
    /// Tasks by status and state.
    pub states: String,
    /// Due dates.
    pub calendar: String,
    /// Year on year.
    pub years: String,
    /// Units by tables.
    pub units: String,
}
