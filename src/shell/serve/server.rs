//! Binds, builds, watches, serves, ends.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::watch as signal;

use super::http::{Server, router};
use super::shown::{News, Shown, Stage};
use super::sink::MemorySink;
use super::watch::{folders, watch};
use crate::build::build::{Built, Silent, build};
use crate::build::memory::Memory;
use crate::build::timing::{self, Timings};
use crate::build::world::World;
use crate::input::source::tree::{Reader, SourceTree};
use crate::output::imaging::darkroom::Darkroom;
use crate::shell::disk::kept::recall;
use crate::shell::disk::read::StatMemory;
use crate::shell::disk::reader::DiskReader;
use crate::shell::disk::reread::Changed;
use crate::shell::open::{Request, open, reopen};

/// Ports that are tried after the wished one.
const PORTS_TRIED: u16 = 20;

/// How the site is served.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address to listen on: a name or a number.
    pub host: String,
    /// The wished port.
    pub port: u16,
}

/// Where the server listens.
#[derive(Clone, Debug)]
pub struct Address {
    /// `http://127.0.0.1:4000`.
    pub url: String,
    /// The port that was wished and taken.
    pub taken: Option<u16>,
    /// Whether other machines can reach it.
    pub exposed: bool,
}

/// Told what happens.
pub trait Audience: Send + Sync {
    /// The server listens; the first build begins.
    fn listening(&self, address: &Address);
    /// The first build is over: the site can be looked at.
    fn ready(&self, address: &Address);
    /// A build is over.
    fn built(&self, built: &Built, tree: &SourceTree, took: Duration);
    /// A build or the watch failed for the machine's sake.
    fn failed(&self, error: &io::Error);
}

/// Serves a site until it is told to end by the keyboard.
///
/// # Errors
/// Where no port can be had, or the machine refuses threads.
pub fn serve(request: &Request, options: &Options, audience: &Arc<dyn Audience>) -> io::Result<()> {
    let (listener, address) = bind(options)?;
    audience.listening(&address);
    let stage = Arc::new(Stage::new());
    let request = Request { base_url: Some(address.url.clone()), ..request.clone() };
    let (changed, batches) = mpsc::channel();
    // The watch begins before the first build, so that no edit falls between the two.
    let watching = watch(&request.root, changed.clone()).map_err(io::Error::other);
    let mut works = Works::new(request, Arc::clone(&stage), Arc::clone(audience));
    works.build(&Changed::Anything);
    audience.ready(&address);
    let watching = watching.inspect_err(|error| audience.failed(error)).ok();
    thread::Builder::new().name("builds".to_owned()).spawn(move || {
        let mut watching = watching;
        let mut known = folders(&works.request.root);
        while let Some(batch) = wait(&batches) {
            works.build(&batch);
            let now = folders(&works.request.root);
            if now != known {
                known = now;
                watching = watch(&works.request.root, changed.clone()).ok().or(watching);
                // What changed before the new watch began was told by nobody.
                works.build(&Changed::Anything);
            }
        }
    })?;
    run(listener, stage, options)
}

/// A batch of changes ends when for so long nothing changed: programs write a file in several steps, all within a
/// millisecond or two. Where one takes longer, the next batch mends what this one showed.
const QUIET: Duration = Duration::from_millis(4);

/// A batch is no longer than this: something may write without end.
const BATCH_MAX: Duration = Duration::from_millis(200);

/// Waits for changes and takes all of a batch as one; `None` at the end.
fn wait(changes: &Receiver<Changed>) -> Option<Changed> {
    let mut batch = changes.recv().ok()?;
    let begun = Instant::now();
    while begun.elapsed() < BATCH_MAX
        && let Ok(next) = changes.recv_timeout(QUIET)
    {
        batch = batch.and(next);
    }
    Some(batch)
}

fn run(listener: TcpListener, stage: Arc<Stage>, options: &Options) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let (end, ending) = signal::channel(false);
    let server = Server { stage, host: options.host.as_str().into(), ending: ending.clone() };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        tokio::spawn(async move {
            interrupted().await;
            // It fails where the server has ended already.
            let _ = end.send(true);
        });
        let mut over = ending;
        let stop = async move {
            // An error says that the sender is gone, which is an end too.
            let _ = over.wait_for(|ending| *ending).await;
        };
        axum::serve(listener, router(server)).with_graceful_shutdown(stop).await
    })?;
    runtime.shutdown_timeout(Duration::from_millis(500));
    Ok(())
}

/// Ctrl-C, or the polite signal of a process manager.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Where it cannot be listened for, the system ends the process by itself.
    let _ = tokio::signal::ctrl_c().await;
}

fn bind(options: &Options) -> io::Result<(TcpListener, Address)> {
    let mut last = None;
    for port in (0..=PORTS_TRIED).filter_map(|n| options.port.checked_add(n)) {
        let addresses: Vec<SocketAddr> = (options.host.as_str(), port).to_socket_addrs()?.collect();
        match TcpListener::bind(addresses.as_slice()) {
            Ok(listener) => {
                let local = listener.local_addr()?;
                let taken = (options.port != 0 && local.port() != options.port).then_some(options.port);
                return Ok((
                    listener,
                    Address { url: url(&options.host, local), taken, exposed: !local.ip().is_loopback() },
                ));
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = Some(error),
            Err(error) => return Err(error),
        }
    }
    Err(last.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

fn url(host: &str, local: SocketAddr) -> String {
    let port = local.port();
    match local.ip() {
        ip if ip.is_unspecified() => format!("http://127.0.0.1:{port}"),
        IpAddr::V6(ip) => format!("http://[{ip}]:{port}"),
        IpAddr::V4(_) => format!("http://{host}:{port}"),
    }
}

/// The builds of a server: one after the other, each over what the last one left.
struct Works {
    request: Request,
    stats: StatMemory,
    /// The site as it was read for the last build.
    last: Option<(World, Arc<DiskReader>)>,
    memory: Memory,
    stage: Arc<Stage>,
    audience: Arc<dyn Audience>,
    /// Tells this server's builds from those of the one before it, whose pages may still be open.
    start: u128,
    count: u64,
}

impl Works {
    fn new(request: Request, stage: Arc<Stage>, audience: Arc<dyn Audience>) -> Self {
        // Documents that `build` has read are known; its outputs carry another address and are not taken.
        let Memory { parsed, pictures, .. } = recall(&request.root);
        let memory = Memory { parsed, pictures, ..Memory::default() };
        let start = std::time::SystemTime::now();
        let start = start.duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_millis();
        Self { request, stats: StatMemory::default(), last: None, memory, stage, audience, start, count: 0 }
    }

    fn build(&mut self, changed: &Changed) {
        let begun = Instant::now();
        let mut timings = Timings::default();
        let ((mut world, reader), is_other) = timings.stage(timing::Stage::Read, || match self.last.take() {
            Some(last) => reopen(&self.request, &mut self.stats, last, changed),
            None => (open(&self.request, &mut self.stats), true),
        });
        if !is_other {
            self.last = Some((world, reader));
            return;
        }
        self.stats.let_go();
        let before = self.stage.shown();
        let sink = MemorySink::new(&before.outputs);
        let memory = &mut self.memory;
        // A fault of ours must not end the server; it is told, and the next edit starts from an empty memory.
        let made = catch_unwind(AssertUnwindSafe(|| build(&mut world, memory, &sink, &Silent)));
        let built = match made {
            Ok(Ok(mut built)) => {
                timings.0.append(&mut built.timings.0);
                Built { timings, ..built }
            }
            Ok(Err(error)) => return self.audience.failed(&error),
            Err(_) => {
                self.memory = Memory::default();
                return self.audience.failed(&io::Error::other("internal error, please report it"));
            }
        };
        self.count += 1;
        let news = Arc::new(News::of(format!("{}-{}", self.start, self.count), &built, &world.tree));
        let shown = if built.publishable() {
            let reader: Arc<dyn Reader> = Arc::clone(&reader) as Arc<dyn Reader>;
            let darkroom = Arc::new(Darkroom::new(Arc::clone(&reader), Arc::clone(&world.store)));
            Shown { outputs: Arc::new(sink.into_outputs(&built.plan)), reader, darkroom, news }
        } else {
            Shown { news, ..before.clone() }
        };
        self.stage.show(shown);
        self.audience.built(&built, &world.tree, begun.elapsed());
        self.last = Some((world, reader));
    }
}
