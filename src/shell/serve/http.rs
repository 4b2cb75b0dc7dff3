//! Requests to answers.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use tokio::sync::watch;
use tokio_stream::wrappers::{BroadcastStream, WatchStream};
use tokio_stream::{Stream, StreamExt as _};

use super::page::{FILES, NOT_FOUND, NOTHING_YET, OWN, with_script};
use super::shown::{News, Shown, Stage};
use super::sink::Stored;
use crate::base::hash::Fingerprint;
use crate::base::text::escape;
use crate::output::recipe::OutputPath;

/// What every request needs.
#[derive(Clone)]
pub struct Server {
    /// What is shown.
    pub stage: Arc<Stage>,
    /// The name that the user gave the server besides the usual ones.
    pub host: Arc<str>,
    /// Becomes true when the server ends: streams must end then, or it would wait for them.
    pub ending: watch::Receiver<bool>,
}

/// The routes.
pub fn router(server: Server) -> Router {
    Router::new().fallback(answer).with_state(server)
}

async fn answer(State(server): State<Server>, request: Request) -> Response {
    if !is_ours(request.headers(), &server.host) {
        let words = "这个地址不是本机预览的地址。\n";
        return plain(StatusCode::FORBIDDEN, words);
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "只能读取。\n");
    }
    let path = request.uri().path();
    if let Some(name) = path.strip_prefix(OWN) {
        return own(name, &server, request.headers());
    }
    let Some(path) = decoded(path) else {
        return plain(StatusCode::BAD_REQUEST, "网址不是 UTF-8 编码。\n");
    };
    let shown = server.stage.shown();
    if let Some(location) = missing_slash(&shown, &path) {
        let location = request.uri().query().map_or(location.clone(), |query| format!("{location}?{query}"));
        return (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response();
    }
    let headers = request.headers().clone();
    // Assets are read from the disk, which may be slow.
    let answered = tokio::task::spawn_blocking(move || output(&shown, &path, &headers)).await;
    answered.unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR, "读取失败。\n"))
}

/// Whether a request was meant for this server. A page elsewhere whose name resolves to this machine would else read
/// drafts.
fn is_ours(headers: &HeaderMap, own: &str) -> bool {
    let Some(host) = headers.get(header::HOST) else { return true };
    let Ok(host) = host.to_str() else { return false };
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.to_ascii_lowercase().ends_with(".localhost")
        || name.parse::<IpAddr>().is_ok()
        || name.eq_ignore_ascii_case(own)
}

fn own(name: &str, server: &Server, headers: &HeaderMap) -> Response {
    if name == "events" {
        return events(server).into_response();
    }
    match FILES.iter().find(|(file, ..)| *file == name) {
        Some((_, kind, text)) => sent(StatusCode::OK, kind, text.as_bytes().to_vec(), headers),
        None => plain(StatusCode::NOT_FOUND, "没有这个文件。\n"),
    }
}

/// The present state first, then each build as it ends.
fn events(server: &Server) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<>> {
    let coming = BroadcastStream::new(server.stage.events.subscribe());
    let now = tokio_stream::once(Arc::clone(&server.stage.shown().news));
    // A page that missed some is told the newest next time; its version shows that it is behind.
    let news = now.chain(coming.filter_map(Result::ok)).map(Some);
    let end = WatchStream::new(server.ending.clone()).filter(|ending| *ending).map(|_| None);
    let stream = news.merge(end).take_while(Option::is_some).filter_map(|news| news);
    Sse::new(stream.map(|news| Ok(event(&news)))).keep_alive(KeepAlive::default())
}

fn event(news: &News) -> Event {
    Event::default().event("built").data(serde_json::to_string(news).unwrap_or_default())
}

/// `/a` where there is a page `/a/`.
fn missing_slash(shown: &Shown, path: &str) -> Option<String> {
    let has = |url: &str| OutputPath::of_url(url).is_some_and(|path| shown.outputs.get(&path).is_some());
    let with = format!("{path}/");
    (!path.ends_with('/') && !has(path) && has(&with)).then(|| encoded(&with))
}

fn output(shown: &Shown, url: &str, headers: &HeaderMap) -> Response {
    let version = &shown.news.version;
    let html = "text/html; charset=utf-8";
    if shown.outputs.is_empty() {
        let page = with_script(NOTHING_YET.as_bytes(), version);
        return sent(StatusCode::SERVICE_UNAVAILABLE, html, page, headers);
    }
    let (status, path) = match OutputPath::of_url(url).filter(|path| shown.outputs.get(path).is_some()) {
        Some(path) => (StatusCode::OK, Some(path)),
        None => (StatusCode::NOT_FOUND, OutputPath::of_url("/404.html")),
    };
    let stored = path.as_ref().and_then(|path| shown.outputs.get(path));
    let bytes = match stored {
        Some(Stored::Bytes(bytes)) => Arc::clone(bytes),
        Some(Stored::Source(source)) => match shown.reader.read(source) {
            Ok(bytes) => bytes,
            Err(error) => return plain(StatusCode::NOT_FOUND, &format!("读不了 {source}：{error}\n")),
        },
        Some(Stored::Rendition(rendition)) => match shown.darkroom.another().develop(rendition) {
            Ok(bytes) => bytes.into(),
            Err(error) => {
                return plain(StatusCode::NOT_FOUND, &format!("做不出 {}：{error}\n", rendition.source));
            }
        },
        None => NOT_FOUND.as_bytes().into(),
    };
    let kind = path.filter(|_| stored.is_some()).map_or(html, |path| media_type(path.as_str()));
    let bytes = if kind == html { with_script(&bytes, version) } else { bytes.to_vec() };
    sent(status, kind, bytes, headers)
}

fn sent(status: StatusCode, kind: &str, bytes: Vec<u8>, asked: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", Fingerprint::of_bytes(&bytes));
    let known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let known =
        known.flat_map(|value| value.split(',')).any(|value| value.trim().trim_start_matches("W/") == tag);
    let mut response = if status == StatusCode::OK && known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        (status, Body::from(bytes)).into_response()
    };
    let headers = response.headers_mut();
    let mut set =
        |name, value: &str| HeaderValue::from_str(value).map(|value| headers.insert(name, value)).is_ok();
    set(header::ETAG, &tag);
    set(header::CONTENT_TYPE, kind);
    // Always asked for again; the tag spares the bytes.
    set(header::CACHE_CONTROL, "no-cache");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    response
}

fn plain(status: StatusCode, words: &str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], words.to_owned()).into_response()
}

fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let (high, low) = (digit(rest.next())?, digit(rest.next())?);
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn encoded(path: &str) -> String {
    // A second slash at the start would name another host.
    format!("/{}", escape::unreserved_path(path.trim_start_matches('/')))
}

/// The type of an output by its extension.
fn media_type(path: &str) -> &'static str {
    let extension = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, end)| end);
    match extension.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" => "audio/ogg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_decoded_or_refused() {
        assert_eq!(decoded("/%E7%8E%8B/").as_deref(), Some("/王/"));
        for path in ["/%", "/%4", "/%zz", "/%ff"] {
            assert_eq!(decoded(path), None, "{path}");
        }
    }

    #[test]
    fn only_requests_for_this_machine_are_answered() {
        let ours = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
            is_ours(&headers, "pc.lan")
        };
        for host in
            ["localhost:4000", "127.0.0.1:4000", "[::1]:4000", "192.168.1.5", "x.localhost", "PC.lan:1"]
        {
            assert!(ours(host), "{host}");
        }
        for host in ["evil.example", "localhost.evil.example:4000", "127.0.0.1.evil.example"] {
            assert!(!ours(host), "{host}");
        }
    }

    #[test]
    fn a_redirect_never_names_another_host() {
        assert_eq!(encoded("//evil.example/"), "/evil.example/");
        assert_eq!(encoded("/王/"), "/%E7%8E%8B/");
    }
}
