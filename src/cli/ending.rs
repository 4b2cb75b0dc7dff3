//! How a run ends: done, errors in the content, or trouble with usage or the machine.

use std::io;
use std::path::{Path, PathBuf};

use crate::base::diagnostic::code::{Language, Words};
use crate::input::config::read::NO_CONFIG;
use crate::shell::open::find_root;

/// How a verb ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All is well: exit status 0.
    Done,
    /// The content or the theme has errors: exit status 1.
    Errors,
}

/// Wrong usage, or the machine failed: exit status 2.
#[derive(Debug)]
pub enum Trouble {
    /// In words, Chinese and English.
    Usage(String, String),
    /// What the operating system said, and of which path.
    Machine(Option<PathBuf>, io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Machine(None, error)
    }
}

impl Trouble {
    /// Wrong usage in words.
    #[must_use]
    pub fn usage(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Usage(zh.into(), en.into())
    }

    /// The machine's failure at a path.
    #[must_use]
    pub fn at(path: &Path, error: io::Error) -> Self {
        Self::Machine(Some(path.to_owned()), error)
    }

    /// What went wrong, and what to do.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        match (self, language) {
            (Self::Usage(zh, _), Language::Chinese) => zh.clone(),
            (Self::Usage(_, en), Language::English) => en.clone(),
            (Self::Machine(path, error), language) => {
                let path = path.as_ref().map(|path| format!("{}：", path.display())).unwrap_or_default();
                match (language, plain(error)) {
                    (Language::Chinese, Some(plain)) => format!("{path}{plain}（{error}）"),
                    _ => format!("{path}{error}"),
                }
            }
        }
    }
}

/// An error of the operating system in plain Chinese.
fn plain(error: &io::Error) -> Option<&'static str> {
    Some(match error.kind() {
        io::ErrorKind::PermissionDenied => "没有权限；换一个文件夹，或请管理员开放权限",
        io::ErrorKind::NotFound => "找不到",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "磁盘满了；清理后再试，原来的网站没有受影响"
        }
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的；用 --out 换一个位置",
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => {
            "这个文件夹是挂载点，不能整体替换；把 --out 指向它里面的一个子文件夹"
        }
        io::ErrorKind::InvalidFilename => "文件名太长或不合系统要求；给内容写一个短的 slug",
        io::ErrorKind::AddrInUse => "端口被占用；用 --port 换一个",
        io::ErrorKind::AddrNotAvailable => "本机没有这个地址；检查 --host",
        io::ErrorKind::OutOfMemory => "内存不够",
        _ => return None,
    })
}

/// The site's root, or words that tell what to do where there is none.
///
/// # Errors
/// [`Trouble`] where no site is found.
pub fn root(given: Option<&Path>) -> Result<PathBuf, Trouble> {
    find_root(given).map_err(|error| match (error.kind(), given) {
        (io::ErrorKind::NotFound, Some(given)) => Trouble::usage(
            format!("{} 里没有 site.yaml，不是潮音的站点；用 chaoyin init 文件夹 新建一个", given.display()),
            format!("no site.yaml in {}; make a site with `chaoyin init DIR`", given.display()),
        ),
        (io::ErrorKind::NotFound, None) => {
            let told = |Words { zh, en }: &Words| (*zh, *en);
            let ((zh, en), (help_zh, help_en)) = (told(&NO_CONFIG.message), told(&NO_CONFIG.help));
            Trouble::usage(
                format!("[{}] {zh}；{help_zh}", NO_CONFIG.name),
                format!("[{}] {en}; {help_en}", NO_CONFIG.name),
            )
        }
        _ => Trouble::Machine(given.map(Path::to_owned), error),
    })
}
