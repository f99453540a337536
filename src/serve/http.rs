//! Requests → responses.
//!
//! Input: a browser's requests. Output: the pages that [`Live`] shows, each with the script that keeps it up to date.
//! Entry point: [`serve`].
//!
//! A path is only ever looked up among the site's pages and assets, so nothing outside the site can be asked for. A
//! request must name this machine as its host: another page in the same browser can't read the site by a name of its
//! own that leads here. Nor can it by naming a file as its script or picture: such requests are refused, too.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::io;
use std::net::{IpAddr, TcpListener};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_util::stream;
use twox_hash::XxHash3_64;

use super::edit;
use super::live::{Answer, Found, Live};
use crate::config::decode;

/// Tells a browser that no other site may load a file, as a script, a picture or else.
const OWN_ALONE: &str = "Cross-Origin-Resource-Policy";

/// Tells a page's script whether the page it is in has changed.
const FINGERPRINT: &str = "x-annals-page";

/// Answers requests for good.
pub fn serve(listener: TcpListener, live: Arc<Live>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, router(live)).await
    })
}

fn router(live: Arc<Live>) -> Router {
    let edit = Router::new()
        .route("/~annals/edit", post(edit::edit))
        .route("/~annals/edit.js", get(|| own_file("edit.js", include_str!("edit.js"))))
        .route("/~annals/edit.css", get(|| own_file("edit.css", include_str!("edit.css"))));
    Router::new()
        .merge(if live.desk.is_some() { edit } else { Router::new() })
        .route("/~annals/events", get(events))
        .route("/~annals/live.js", get(|| own_file("live.js", include_str!("live.js"))))
        .route("/~annals/live.css", get(|| own_file("live.css", include_str!("live.css"))))
        .fallback(page)
        .layer(middleware::from_fn_with_state(Arc::clone(&live), guard))
        .with_state(live)
}

/// Refuses requests by another name than this machine's, and those that another site makes. Every answer says what its page
/// may load, and that no other site may load it.
async fn guard(State(live): State<Arc<Live>>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let mut response = if !host.is_some_and(|host| is_ours(host, live.host)) {
        refused("This site is served under the names localhost and 127.0.0.1 alone.\n")
    } else if is_of_another_site(request.headers()) {
        refused("Another site asked for this; open it by its address.\n")
    } else {
        next.run(request).await
    };
    let policy = live.policy().headers().into_iter().chain([(OWN_ALONE, "same-origin".to_owned())]);
    for (name, value) in policy {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn refused(message: &'static str) -> Response {
    (StatusCode::FORBIDDEN, message).into_response()
}

/// Whether a browser says that it asks for a page of another site: one that names this as a script, a picture, a frame. A link
/// that somebody follows is none.
fn is_of_another_site(headers: &HeaderMap) -> bool {
    let says = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_own = says("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
    let is_visit = says("sec-fetch-mode") == Some("navigate") && says("sec-fetch-dest") == Some("document");
    let host = says("host").unwrap_or_default();
    let is_own_page = says("origin").is_none_or(|origin| origin.strip_prefix("http://") == Some(host));
    !(is_own || is_visit) || !is_own_page
}

/// Whether a `Host` header names this machine. Where every address is listened at, any address does, but no name.
fn is_ours(host: &str, bound: IpAddr) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    if name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback() || ip == bound || bound.is_unspecified())
}

/// The notices for open pages: the latest at once, then each as it comes.
async fn events(State(live): State<Arc<Live>>) -> impl IntoResponse {
    let mut notices = live.notices();
    notices.mark_changed();
    let stream = stream::unfold(notices, |mut notices| async {
        notices.changed().await.ok()?;
        let message = notices.borrow_and_update().message();
        Some((Ok::<_, Infallible>(Event::default().data(message)), notices))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

async fn own_file(name: &str, text: &'static str) -> Response {
    with_headers(name, text.into())
}

async fn page(State(live): State<Arc<Live>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    let uri = request.uri().clone();
    let path = decode(uri.path().trim_start_matches('/'));
    let answered = tokio::task::spawn_blocking(move || respond(&live, &path)).await;
    match answered {
        Ok(Some(response)) => response,
        Ok(None) => redirect(&uri),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

/// The response for a path; none where it is that of a folder without its `/`.
fn respond(live: &Live, path: &str) -> Option<Response> {
    let version = live.notices().borrow().tag();
    let edit = live.desk.is_some();
    let html =
        |status, bytes: Vec<u8>| (status, file_response("x.html", bytes, &version, edit)).into_response();
    Some(match live.answer(path) {
        Answer::Found(Found { path, bytes }) => file_response(&path, bytes, &version, edit),
        Answer::Folder => return None,
        Answer::Missing(page) => html(StatusCode::NOT_FOUND, page.unwrap_or_default()),
        Answer::NoSite => {
            html(StatusCode::SERVICE_UNAVAILABLE, notice_page("This site has had errors from the beginning"))
        }
        Answer::Fault(fault) => html(StatusCode::INTERNAL_SERVER_ERROR, notice_page(&fault)),
    })
}

fn redirect(uri: &axum::http::Uri) -> Response {
    let query = uri.query().map_or(String::new(), |query| format!("?{query}"));
    // Two slashes at the beginning would lead to another host.
    let path = format!("/{}/", uri.path().trim_start_matches('/'));
    let location = HeaderValue::try_from(format!("{path}{query}"));
    let headers = location.map(|location| HeaderMap::from_iter([(header::LOCATION, location)]));
    (StatusCode::PERMANENT_REDIRECT, headers.unwrap_or_default()).into_response()
}

/// A page that the site does not have: the script shows the findings over it.
fn notice_page(message: &str) -> Vec<u8> {
    let message = message.replace('&', "&amp;").replace('<', "&lt;");
    format!("<!DOCTYPE html>\n<html lang=\"en\"><head><title>annals serve</title></head><body><pre>{message}</pre></body></html>\n")
        .into_bytes()
}

/// A file's response; a page gets the script, and that for marking up.
fn file_response(path: &str, bytes: Vec<u8>, version: &str, edit: bool) -> Response {
    if content_type(path) != HTML {
        return with_headers(path, bytes.into());
    }
    let fingerprint = format!("{:016x}", XxHash3_64::oneshot(&bytes));
    let mut scripts = live_script(version, &fingerprint);
    if edit {
        let path = path.replace('&', "&amp;").replace('"', "&quot;");
        let _ = write!(scripts, "<script src=\"/~annals/edit.js\" data-page=\"{path}\" defer></script>");
    }
    let mut response = with_headers(path, with_scripts(bytes, scripts).into());
    if let Ok(value) = HeaderValue::try_from(fingerprint) {
        response.headers_mut().insert(FINGERPRINT, value);
    }
    response
}

/// The script that keeps a page up to date.
fn live_script(version: &str, fingerprint: &str) -> String {
    format!(
        "<script src=\"/~annals/live.js\" data-version=\"{version}\" data-page=\"{fingerprint}\" defer></script>"
    )
}

/// Puts scripts into a page.
fn with_scripts(page: Vec<u8>, scripts: String) -> Vec<u8> {
    let end = page.windows(7).position(|tag| tag.eq_ignore_ascii_case(b"</head>")).unwrap_or(page.len());
    let mut page = page;
    page.splice(end..end, scripts.into_bytes());
    page
}

fn with_headers(path: &str, body: Body) -> Response {
    let headers = [(header::CONTENT_TYPE, content_type(path)), (header::CACHE_CONTROL, "no-store")];
    (headers, body).into_response()
}

const HTML: &str = "text/html; charset=utf-8";

/// What a browser has to know of a file's bytes, by the ending of its name.
fn content_type(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match &*ending {
        "html" | "htm" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "jsonld" => "application/ld+json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml",
        "atom" => "application/atom+xml",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ttl" => "text/turtle; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "pdf" => "application/pdf",
        "wasm" => "application/wasm",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use super::*;

    #[test]
    fn only_this_machine_is_a_host() {
        let local = IpAddr::V4(Ipv4Addr::LOCALHOST);
        for host in ["localhost", "LOCALHOST:4000", "127.0.0.1:80", "[::1]:8080", "[::1]"] {
            assert!(is_ours(host, local), "{host}");
        }
        for host in ["example.org", "localhost.example.org", "192.168.1.2:4000", "", "127.0.0.1.example.org"]
        {
            assert!(!is_ours(host, local), "{host}");
        }
        let all = IpAddr::V6(Ipv6Addr::UNSPECIFIED);
        assert!(is_ours("192.168.1.2:4000", all) && !is_ours("example.org:4000", all));
    }

    #[test]
    fn a_page_gets_the_script_once() {
        let page =
            with_scripts(b"<html><head></head><body></body></html>".to_vec(), live_script("1-2", "ab"));
        let page = String::from_utf8_lossy(&page).into_owned();
        assert!(
            page.starts_with("<html><head><script src=\"/~annals/live.js\" data-version=\"1-2\""),
            "{page}"
        );
        assert_eq!(page.matches("<script").count(), 1);
    }
}
