//! Whether a build would change nothing: where the world is the one of the last build that ended without findings, and
//! the output folder holds what that build wrote, none of the stages need run.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::kept::replace;
use super::lock::{OWN_FOLDER, own_folder};
use crate::base::hash::Fingerprint;

/// The last build into one output folder.
#[derive(Clone, Debug)]
pub struct Settled {
    path: PathBuf,
    /// What it was made of, where nothing was found.
    world: Option<String>,
}

impl Settled {
    /// Reads what is known of the output folder of this key.
    #[must_use]
    pub fn read(root: &Path, key: &str) -> Self {
        let path = root.join(OWN_FOLDER).join(format!("settled-{key}"));
        let world = fs::read_to_string(&path).ok();
        Self { path, world }
    }

    /// Whether anything is known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.world.is_some()
    }

    /// Whether it was made of this.
    #[must_use]
    pub fn is_of(&self, world: Fingerprint) -> bool {
        self.world.as_deref() == Some(world.to_string().as_str())
    }

    /// Writes down what the output folder is made of now; `None` where that is not worth knowing.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn settle(&self, root: &Path, world: Option<Fingerprint>) -> io::Result<()> {
        match world {
            Some(world) => {
                own_folder(root)?;
                replace(&self.path, world.to_string().as_bytes())
            }
            None => match fs::remove_file(&self.path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            },
        }
    }
}
