//! What happened for tasks, newest first.

use super::answer_plan::ChangeView;
use super::context::Context;
use super::progress;
use crate::base::time::date::Date;
use crate::site::task::model::{Act, Task, What};

/// What happened for tasks since a day, newest first, of one day by task, at most `most`.
#[must_use]
pub fn since<'t>(
    context: &Context<'_>,
    tasks: impl IntoIterator<Item = &'t Task>,
    first: Date,
    most: usize,
) -> Vec<ChangeView> {
    let mut acts: Vec<(&Task, Act)> = tasks
        .into_iter()
        .flat_map(|task| task.acts.iter().map(move |act| (task, *act)))
        .filter(|(_, act)| act.date >= first)
        .collect();
    acts.sort_by(|(ta, a), (tb, b)| b.date.cmp(&a.date).then(ta.id.cmp(&tb.id)).then(a.what.cmp(&b.what)));
    acts.into_iter().filter_map(|(task, act)| view(context, task, act)).take(most).collect()
}

/// The first day that counts as recent.
#[must_use]
pub fn recent_from(context: &Context<'_>) -> Date {
    let days = i64::from(context.site.config.progress.recent_days);
    context.site.today.plus_days(-days)
}

fn view(context: &Context<'_>, task: &Task, act: Act) -> Option<ChangeView> {
    let own = context.href(&task.url);
    let (sort, sort_words, words, url, external) = match act.what {
        What::Log(n) => ("log", "记录", task.log.get(n)?.note.clone(), own, false),
        What::Milestone(n) => ("milestone", "节点", task.milestones.get(n)?.title.clone(), own, false),
        What::Evidence(n) => {
            let piece = progress::evidence(context, task.evidence.get(n)?)?;
            ("evidence", "佐证", piece.title, piece.url, piece.external)
        }
    };
    Some(ChangeView {
        date: act.date.to_string(),
        sort: sort.to_owned(),
        sort_words: sort_words.to_owned(),
        words,
        url,
        external,
        task: progress::link(context, task),
    })
}
