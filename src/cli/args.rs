//! Arguments as typed.

use std::path::PathBuf;

use clap::builder::Styles;
use clap::{ArgAction, Args, Command, CommandFactory as _, Parser, Subcommand, ValueEnum};

use super::args_tasks::{Import, Tasks, day};
use crate::base::time::date::Date;

const HELP: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

const OVERVIEW: &str = "\
两条命令就能开始：
  chaoyin init 我的站点          建一个可以直接生成的新站点
  chaoyin serve --root 我的站点  边写边看，保存后浏览器自动更新

常用：
  chaoyin new mingshi 王阳明     在“名师名生”栏目新建一篇
  chaoyin check                  发布前检查，列出全部问题
  chaoyin build                  生成到 public/
  chaoyin report --due-within 30d  看看 30 天内到期的任务

退出码：0 完成；1 内容或主题有错误，没有写入任何文件；2 用法不对或环境出错。";

/// 潮音：把 Markdown 栏目和 YAML 任务数据做成校园媒体矩阵门户。
#[derive(Debug, Parser)]
#[command(name = "chaoyin", version, after_help = OVERVIEW, subcommand_help_heading = "命令", subcommand_value_name = "命令")]
pub struct Typed {
    /// What holds for every verb.
    #[command(flatten)]
    pub common: Common,
    /// The verb.
    #[command(subcommand)]
    pub verb: Verb,
}

/// What holds for every verb.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "通用选项")]
pub struct Common {
    /// 站点所在文件夹（含 site.yaml）；不写则从当前文件夹往上找
    #[arg(long, global = true, value_name = "文件夹")]
    pub root: Option<PathBuf>,
    /// 提示信息的语言：zh 或 en；不写则看 LANG
    #[arg(long, global = true, value_name = "语言", hide_possible_values = true)]
    pub lang: Option<Lang>,
    /// 颜色：auto（默认）、always 或 never；也遵守 `NO_COLOR`
    #[arg(
        long,
        global = true,
        value_name = "何时",
        hide_possible_values = true,
        hide_default_value = true,
        default_value = "auto"
    )]
    pub color: Color,
    /// 安静：只输出结果、警告和错误
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// 显示帮助
    #[arg(long, short, global = true, action = ArgAction::Help)]
    pub help: Option<bool>,
}

/// A language of messages.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The verbs.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum Verb {
    /// 新建一个站点，马上可以生成
    Init(Init),
    /// 按栏目的种类新建一篇内容
    New(New),
    /// 生成网站
    Build(Build),
    /// 边写边看：本机预览，保存即更新
    Serve(Serve),
    /// 检查全部规则，不写入文件
    Check(Check),
    /// 重点任务的进展
    Report(Report),
    /// 改一项任务的状态、进度，或记一笔进展
    Tasks(Tasks),
    /// 把 Word、Excel 里的任务表变成 YAML
    Import(Import),
    /// 列出栏目、内容、任务、输出文件
    List(List),
    /// 为编辑器生成 JSON Schema
    Schema(Schema),
    /// 新建或检查一个主题
    Theme(Theme),
    /// 解释一个提示代码
    Explain(Explain),
    /// 生成命令补全脚本
    Completions(Completions),
}

/// `init`.
#[derive(Debug, Args)]
#[command(after_help = "例：\n  chaoyin init 我的站点\n  cd 我的站点 && chaoyin serve")]
pub struct Init {
    /// 新站点的文件夹，必须是空的或还不存在
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub folder: PathBuf,
    /// 站点名称
    #[arg(long, value_name = "名称", default_value = "校园网络文化门户", hide_default_value = true)]
    pub title: String,
}

/// `new`.
#[derive(Debug, Args)]
#[command(
    after_help = "例：\n  chaoyin new mingshi 王阳明\n  chaoyin new kecheng/sixiang 第三讲 --edit\n  chaoyin new tongzhi 关于作品征集的通知 --folder"
)]
pub struct New {
    /// 栏目：content/ 下的文件夹，如 mingshi
    #[arg(value_name = "栏目", help_heading = "参数")]
    pub column: String,
    /// 标题
    #[arg(value_name = "标题", help_heading = "参数")]
    pub title: String,
    /// 文件名（不含 .md）；不写则用标题的拼音
    #[arg(long, value_name = "名称")]
    pub name: Option<String>,
    /// 建成“名称/index.md”，图片和附件放在旁边
    #[arg(long)]
    pub folder: bool,
    /// 建好后用 $EDITOR 打开
    #[arg(long)]
    pub edit: bool,
    /// 日期，默认今天
    #[arg(long, value_name = "日期", value_parser = day)]
    pub date: Option<Date>,
}

/// What decides a build's outcome.
#[derive(Clone, Debug, Args)]
pub struct Making {
    /// 网站地址，代替 site.yaml 的 `base_url`
    #[arg(long, value_name = "网址", value_parser = address)]
    pub base_url: Option<String>,
    /// 用另一个主题，代替 site.yaml 的 theme
    #[arg(long, value_name = "主题")]
    pub theme: Option<String>,
    /// 以这一天为“今天”：定时发布、到期、进度都按它算
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub date: Option<Date>,
    /// 连同草稿、未到发布日期和已过期的内容
    #[arg(long)]
    pub drafts: bool,
    /// 有警告也算失败
    #[arg(long)]
    pub strict: bool,
    /// 最多同时用几个处理器核心
    #[arg(long, value_name = "个数", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}

/// `build`.
#[derive(Debug, Args)]
#[command(
    after_help = "例：\n  chaoyin build\n  chaoyin build --out /srv/www/portal --base-url https://www.example.edu.cn/portal\n  chaoyin build --strict --timings\n\n输出文件夹整体替换：中途断电或出错，旧网站都完好。文件夹里若有不是潮音生成的文件，会拒绝并说明。"
)]
pub struct Build {
    /// How it is made.
    #[command(flatten)]
    pub making: Making,
    /// 输出文件夹，默认是站点里的 public
    #[arg(long, value_name = "文件夹")]
    pub out: Option<PathBuf>,
    /// 不用缓存，全部重新生成
    #[arg(long)]
    pub no_cache: bool,
    /// 列出各阶段用时；--timings=文件.json 同时写出可用浏览器打开的时间线
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    pub timings: Option<Option<PathBuf>>,
}

/// `serve`.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that is typed")]
#[derive(Debug, Args)]
#[command(
    after_help = "例：\n  chaoyin serve --open\n  chaoyin serve --port 8080 --no-drafts\n\n只有本机能访问；--host 0.0.0.0 会让同一网络里的人也能看到草稿，请谨慎。按 Ctrl-C 结束。"
)]
pub struct Serve {
    /// 端口；被占用时自动用下一个
    #[arg(long, short, value_name = "端口", default_value_t = 4000, hide_default_value = true)]
    pub port: u16,
    /// 监听地址，默认 127.0.0.1（只有本机）
    #[arg(long, value_name = "地址", default_value = "127.0.0.1", hide_default_value = true)]
    pub host: String,
    /// 打开浏览器
    #[arg(long)]
    pub open: bool,
    /// 显示草稿（默认就显示，并标明）
    #[arg(long, overrides_with = "no_drafts")]
    pub drafts: bool,
    /// 不显示草稿
    #[arg(long)]
    pub no_drafts: bool,
    /// 每次更新后列出各阶段用时
    #[arg(long)]
    pub timings: bool,
    /// 以这一天为“今天”
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub date: Option<Date>,
}

/// `check`.
#[derive(Debug, Args)]
#[command(
    after_help = "例：\n  chaoyin check\n  chaoyin check --strict --format github   在 GitHub Actions 里标到文件上\n  chaoyin check --format json > findings.json"
)]
pub struct Check {
    /// How it would be made.
    #[command(flatten)]
    pub making: Making,
    /// 格式：human（默认）、json、sarif 或 github
    #[arg(
        long,
        value_name = "格式",
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: FindingsFormat,
}

/// Forms of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FindingsFormat {
    /// For people.
    Human,
    /// One JSON object.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// `report`.
#[derive(Debug, Args)]
#[command(
    after_help = "例：\n  chaoyin report\n  chaoyin report --unit 宣传部 --status 进行中\n  chaoyin report --due-within 30d\n  chaoyin report --since 2026-09-01\n  chaoyin report --unit 宣传部 --output 进展.xlsx"
)]
pub struct Report {
    /// 只看一个单位（牵头或配合），用名称或别名
    #[arg(long, value_name = "单位")]
    pub unit: Option<String>,
    /// 只看一张表，写编号
    #[arg(long, value_name = "编号")]
    pub table: Option<u32>,
    /// 只看一种状态：未启动 进行中 已完成 常态化 暂停 超期 滞后 停滞 临期
    #[arg(long, value_name = "状态")]
    pub status: Option<String>,
    /// 只看若干天内到期的，如 30d
    #[arg(long, value_name = "天数", value_parser = days)]
    pub due_within: Option<u32>,
    /// 只看这一天以来有动态的，并列出动态
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub since: Option<Date>,
    /// 以这一天为“今天”
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub date: Option<Date>,
    /// 格式：text（默认）、json、csv、xlsx 或 md
    #[arg(long, value_name = "格式", hide_possible_values = true)]
    pub format: Option<ReportFormat>,
    /// 写到文件里；不写 --format 时按文件名的后缀定格式
    #[arg(long, value_name = "文件")]
    pub output: Option<PathBuf>,
}

/// Forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For the terminal.
    Text,
    /// One JSON object.
    Json,
    /// One line for each task, for spreadsheets.
    Csv,
    /// A workbook.
    Xlsx,
    /// Markdown.
    Md,
}

/// `list`.
#[derive(Debug, Args)]
#[command(
    after_help = "例：\n  chaoyin list entries\n  chaoyin list excluded              哪些内容没有发布，为什么\n  chaoyin list outputs --format json\n  chaoyin list --why /mingshi/       这个页面由什么做成"
)]
pub struct List {
    /// 列什么：columns（默认）、entries、tasks、outputs 或 excluded
    #[arg(
        value_name = "对象",
        help_heading = "参数",
        default_value = "columns",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub subject: Listed,
    /// 一个输出为什么是这样：它问过的全部问题
    #[arg(long, value_name = "网址路径")]
    pub why: Option<String>,
    /// 连同草稿
    #[arg(long)]
    pub drafts: bool,
    /// 以这一天为“今天”
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub date: Option<Date>,
    /// 格式：text（默认）或 json
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: ListFormat,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Listed {
    /// Columns.
    Columns,
    /// Entries.
    Entries,
    /// Tasks.
    Tasks,
    /// Output files.
    Outputs,
    /// Sources that are not published.
    Excluded,
}

/// Forms of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Aligned columns.
    Text,
    /// One JSON array.
    Json,
}

/// `schema`.
#[derive(Debug, Args)]
#[command(
    after_help = "例：\n  chaoyin schema            写到 .vscode/，VS Code 打开站点即可得到提示与校验\n  chaoyin schema --out docs/schema"
)]
pub struct Schema {
    /// 写到哪个文件夹，默认是站点里的 .vscode
    #[arg(long, value_name = "文件夹")]
    pub out: Option<PathBuf>,
}

/// `theme`.
#[derive(Debug, Args)]
#[command(
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    disable_help_subcommand = true,
    after_help = "例：\n  chaoyin theme new haichao --title 海潮\n  chaoyin theme check haichao"
)]
pub struct Theme {
    /// What is done.
    #[command(subcommand)]
    pub verb: ThemeVerb,
}

/// What is done with themes.
#[derive(Debug, Subcommand)]
pub enum ThemeVerb {
    /// 新建一个主题：只放要改的，其余用默认主题的
    New(ThemeNew),
    /// 检查一个主题：用它渲染全部页面，不写入文件
    Check(ThemeCheck),
}

/// `theme new`.
#[derive(Debug, Args)]
#[command(after_help = "例：\n  chaoyin theme new haichao --title 海潮")]
pub struct ThemeNew {
    /// 名称，也是 themes/ 下的文件夹名
    #[arg(value_name = "名称", help_heading = "参数")]
    pub name: String,
    /// 给人看的名称
    #[arg(long, value_name = "标题")]
    pub title: Option<String>,
}

/// `theme check`.
#[derive(Debug, Args)]
#[command(
    after_help = "例：\n  chaoyin theme check            检查 site.yaml 里写的主题\n  chaoyin theme check haichao"
)]
pub struct ThemeCheck {
    /// 名称；不写则检查 site.yaml 里的
    #[arg(value_name = "名称", help_heading = "参数")]
    pub name: Option<String>,
    /// How it would be made.
    #[command(flatten)]
    pub making: Making,
}

/// `explain`.
#[derive(Debug, Args)]
#[command(after_help = "例：\n  chaoyin explain SRC001\n  chaoyin explain            列出全部代码")]
pub struct Explain {
    /// 代码，如 SRC001；不写则列出全部
    #[arg(value_name = "代码", help_heading = "参数")]
    pub code: Option<String>,
}

/// `completions`.
#[derive(Debug, Args)]
#[command(
    after_help = "例：\n  chaoyin completions bash > ~/.local/share/bash-completion/completions/chaoyin"
)]
pub struct Completions {
    /// 命令行环境：bash、elvish、fish、powershell 或 zsh
    #[arg(value_name = "SHELL", help_heading = "参数", hide_possible_values = true)]
    pub shell: clap_complete::Shell,
}

/// The command with its help in Chinese throughout.
#[must_use]
pub fn command() -> Command {
    let plain = |command: Command| {
        command.help_template(HELP).disable_help_flag(true).styles(Styles::plain()).next_help_heading("选项")
    };
    let version = clap::Arg::new("version").long("version").short('V').action(ArgAction::Version);
    let chinese = |verb: Command| plain(verb).mut_args(under_options);
    let mut command = plain(Typed::command())
        .disable_version_flag(true)
        .arg(version.help("显示版本"))
        .mut_subcommands(|verb| chinese(verb).mut_subcommands(chinese));
    // Usage lines are known once all is put together.
    command.build();
    usage_in_chinese(command.mut_subcommands(|verb| usage_in_chinese(verb.mut_subcommands(usage_in_chinese))))
}

fn usage_in_chinese(mut command: Command) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().replace("[OPTIONS]", "[选项]");
    command.override_usage(usage)
}

fn under_options(arg: clap::Arg) -> clap::Arg {
    if arg.get_help_heading().is_none() { arg.help_heading("选项") } else { arg }
}

fn days(text: &str) -> Result<u32, String> {
    let number = text.trim().trim_end_matches(['d', 'D', '天']);
    number.parse().map_err(|_| "天数要写成 30d 或 30 这样".to_owned())
}

fn address(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.starts_with('/') => Ok(text.trim_end_matches('/').to_owned()),
        _ => Err("网址要以 https:// 或 http:// 开头".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_well_formed() {
        command().debug_assert();
    }

    #[test]
    fn days_are_read_with_and_without_their_unit() {
        for text in ["30", "30d", "30天", " 30 "] {
            assert_eq!(days(text), Ok(30), "{text}");
        }
        assert!(days("soon").is_err());
    }
}
