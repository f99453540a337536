//! What a served page asks when its author marks it up.
//!
//! Input: a request with a [`Question`](super::desk::Question) as JSON. Output: what the [`Desk`](super::desk::Desk) answers,
//! as JSON. Entry point: [`edit`].
//!
//! It writes files, and so asks for more than what shows pages does: the request must come from a page of this very address,
//! know the secret that the server printed at its start, and be JSON, which no form of another site can send.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::desk::Fault;
use super::live::Live;

/// The header with the secret.
const TOKEN: &str = "x-annals-token";

/// Answers a page that is marked up.
pub async fn edit(State(live): State<Arc<Live>>, headers: HeaderMap, body: Bytes) -> Response {
    if let Err((status, why)) = is_allowed(&live, &headers) {
        return told(status, &json!({ "refused": why }));
    }
    let answered = tokio::task::spawn_blocking(move || answer(&live, &body)).await;
    match answered {
        Ok((status, value)) => told(status, &value),
        Err(error) => told(StatusCode::INTERNAL_SERVER_ERROR, &json!({ "refused": error.to_string() })),
    }
}

/// Whether a request comes from a page that was opened with the secret.
fn is_allowed(live: &Live, headers: &HeaderMap) -> Result<(), (StatusCode, &'static str)> {
    let says = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (origin, host) = (says("origin"), says("host"));
    if origin.strip_prefix("http://").is_none_or(|origin| origin != host) {
        return Err((StatusCode::FORBIDDEN, "only a page of this address may do that"));
    }
    if !live.desk.as_ref().is_some_and(|desk| is_same(desk.token(), says(TOKEN))) {
        return Err((
            StatusCode::FORBIDDEN,
            "open the address that `annals serve --edit` printed when it was started",
        ));
    }
    if says(header::CONTENT_TYPE.as_str()) != "application/json" {
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "a question must be JSON"));
    }
    Ok(())
}

/// Whether two secrets are the same, in a time that does not tell how much of them is.
fn is_same(ours: &str, theirs: &str) -> bool {
    let differences = ours.bytes().zip(theirs.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    ours.len() == theirs.len() && differences == 0
}

fn answer(live: &Live, body: &[u8]) -> (StatusCode, Value) {
    let refused = |status, why: String| (status, json!({ "refused": why }));
    let question = match serde_json::from_slice(body) {
        Ok(question) => question,
        Err(error) => return refused(StatusCode::BAD_REQUEST, error.to_string()),
    };
    let Some((desk, site)) = live.desk.as_ref().zip(live.shown()) else {
        return refused(StatusCode::SERVICE_UNAVAILABLE, "the site has errors".to_owned());
    };
    match desk.answer(&site, question) {
        Ok(answer) => (StatusCode::OK, serde_json::to_value(answer).unwrap_or_default()),
        Err(Fault::Refused(why)) => refused(StatusCode::UNPROCESSABLE_ENTITY, why),
        Err(Fault::Failed(why)) => refused(StatusCode::INTERNAL_SERVER_ERROR, why),
        Err(Fault::Changed(lines)) => {
            let why = "the file was changed meanwhile; nothing was written";
            (StatusCode::CONFLICT, json!({ "refused": why, "lines": lines }))
        }
    }
}

fn told(status: StatusCode, value: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, value.to_string()).into_response()
}
