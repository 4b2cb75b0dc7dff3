//! Arguments of the verbs that write task tables.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::base::time::date::Date;

/// `tasks`.
#[derive(Debug, Args)]
#[command(
    after_help = "例：\n  chaoyin tasks set 4-4 --progress 60 --status 进行中\n  chaoyin tasks log 4-4 \"首批四篇上线\" --progress 35\n\n直接改 content/progress/ 里的文件：注释、排版和没有提到的每一行都原样不动。",
    subcommand_help_heading = "做什么",
    subcommand_value_name = "做什么"
)]
pub struct Tasks {
    /// What is changed.
    #[command(subcommand)]
    pub change: TasksChange,
}

/// What is changed in a task.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum TasksChange {
    /// 改状态、进度、起止日期或备注
    Set(TasksSet),
    /// 记一笔进展
    Log(TasksLog),
}

/// `tasks set`.
#[derive(Debug, Args)]
#[command(after_help = "例：\n  chaoyin tasks set 4-4 --progress 60 --note \"等场地验收\"")]
pub struct TasksSet {
    /// 任务编号：表号-序号，如 4-4
    #[arg(value_name = "编号", help_heading = "参数")]
    pub task: String,
    /// 进度，0 到 100；由目标或节点算出进度的任务不用写
    #[arg(long, value_name = "百分数", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub progress: Option<u8>,
    /// 状态：未启动 进行中 已完成 常态化 暂停
    #[arg(long, value_name = "状态")]
    pub status: Option<String>,
    /// 开始日期
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub start: Option<Date>,
    /// 截止日期
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub due: Option<Date>,
    /// 备注
    #[arg(long, value_name = "文字")]
    pub note: Option<String>,
}

/// `tasks log`.
#[derive(Debug, Args)]
#[command(after_help = "例：\n  chaoyin tasks log 4-4 \"首批四篇上线\" --date 2026-05-06 --progress 35")]
pub struct TasksLog {
    /// 任务编号：表号-序号，如 4-4
    #[arg(value_name = "编号", help_heading = "参数")]
    pub task: String,
    /// 做了什么
    #[arg(value_name = "内容", help_heading = "参数")]
    pub note: String,
    /// 哪一天，默认今天
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub date: Option<Date>,
    /// 当时的进度，0 到 100
    #[arg(long, value_name = "百分数", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub progress: Option<u8>,
}

/// `import`.
#[derive(Debug, Args)]
#[command(
    after_help = "例：\n  chaoyin import 实施方案.docx --dry-run     先看看认出了什么\n  chaoyin import 任务表.xlsx                  写成 content/progress/table-1.yaml …\n  chaoyin import 任务表.docx --table 4 --stdout\n\n认得的表头：序号、实施内容、责任单位、配合单位，也认得本程序导出的 Excel。已有的文件不会覆盖，除非加 --force。"
)]
pub struct Import {
    /// Word（.docx）或 Excel（.xlsx）文件
    #[arg(value_name = "文件", help_heading = "参数", required = true)]
    pub files: Vec<PathBuf>,
    /// 第一张任务表的表号；不写则从“表4”这样的标题里认
    #[arg(long, value_name = "编号", value_parser = clap::value_parser!(u32).range(1..=9999))]
    pub table: Option<u32>,
    /// 写到这个文件夹，默认是任务栏目的文件夹
    #[arg(long, value_name = "文件夹")]
    pub out: Option<PathBuf>,
    /// 只看会写什么，不写文件
    #[arg(long)]
    pub dry_run: bool,
    /// 把 YAML 显示出来，不写文件
    #[arg(long, conflicts_with = "dry_run")]
    pub stdout: bool,
    /// 覆盖已有的文件
    #[arg(long)]
    pub force: bool,
}

/// A day as typed.
///
/// # Errors
/// What to write instead.
pub fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "日期要写成 2026-05-01 这样".to_owned())
}
