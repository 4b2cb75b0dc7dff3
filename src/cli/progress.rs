//! A progress bar for work that takes longer than a moment, on a terminal only.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::Terminal;
use crate::base::diagnostic::code::Language;
use crate::build::build::Progress;
use crate::build::timing::Stage;

/// Shorter work shows no bar: it would only flicker.
const MOMENT: Duration = Duration::from_millis(400);

/// A bar that appears after a moment and is gone when done.
pub struct Bar {
    drawn: ProgressBar,
    begun: Instant,
    language: Language,
    shown: Mutex<bool>,
    draws: bool,
}

impl Bar {
    /// A bar that is not shown yet.
    #[must_use]
    pub fn new(terminal: Terminal) -> Self {
        Self {
            drawn: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
            begun: Instant::now(),
            language: terminal.language,
            shown: Mutex::new(false),
            draws: terminal.draws(),
        }
    }

    /// Takes the bar off the terminal.
    pub fn clear(&self) {
        self.drawn.finish_and_clear();
    }

    fn show_after_a_moment(&self) {
        if !self.draws || self.begun.elapsed() < MOMENT {
            return;
        }
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if !*shown {
            *shown = true;
            self.drawn.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        }
    }
}

impl Progress for Bar {
    fn enter(&self, stage: Stage, total: Option<usize>) {
        let (zh, en) = stage.words();
        let word = if self.language == Language::Chinese { zh } else { en };
        let template = match total {
            Some(total) => {
                self.drawn.set_length(total as u64);
                "{msg} {bar:30} {pos}/{len}"
            }
            None => "{spinner} {msg} …",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.drawn.set_style(style.progress_chars("━╸ "));
        }
        self.drawn.set_position(0);
        self.drawn.set_message(word);
        self.show_after_a_moment();
    }

    fn reach(&self, count: usize) {
        self.drawn.set_position(count as u64);
        self.show_after_a_moment();
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.clear();
    }
}
