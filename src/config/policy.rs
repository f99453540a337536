//! What pages may load from elsewhere: `[policy]` in `annals.toml`.
//!
//! Input: the table, with a list of origins for each kind of resource. Output: a [`Policy`], from which the policy that
//! browsers are told and the cleaning of raw HTML are made. Entry points: [`Policy::read`], [`Policy::content`] and
//! [`Policy::refuses`].

use url::{Host, Url};

use crate::data::{Table, Text};
use crate::diagnostic::{Code, Diagnostic};

/// What a page loads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Pictures.
    Images,
    /// Pages in a page: `<iframe>`.
    Frames,
    /// Sound and films.
    Media,
    /// Scripts.
    Scripts,
    /// What scripts fetch.
    Connect,
}

/// The resources with what browsers call their directive, and what of it pages have anyway.
const RESOURCES: [(Resource, &str, &str); 5] = [
    (Resource::Images, "img-src", "'self' data:"),
    (Resource::Media, "media-src", ""),
    (Resource::Frames, "frame-src", ""),
    (Resource::Scripts, "script-src", "'self' 'wasm-unsafe-eval'"),
    (Resource::Connect, "connect-src", "'self'"),
];

/// WebAssembly is what Pagefind searches with. The hashes are those of the style attributes that Markdown's tables have:
/// `text-align: left`, `center` and `right`.
const STYLES: &str = "style-src 'self' 'unsafe-hashes' 'sha256-6l+tpow5lGPV0MHWZlDv8nD7HrL77FGFldqQ7zc5gxY=' \
                      'sha256-Y9v1MZrln1N8aPBY5lmpxYKwFkcp/nyBMMEnn7WFjuw=' \
                      'sha256-i0JPB0qmRu5AViJTxOIzqXnfGoiWFw+oNAm4uJd7ZQk='";

/// What addresses of the site itself are resolved against.
const HERE: &str = "https://here.invalid/";

impl Resource {
    /// The key of its list in `[policy]`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Images => "images",
            Self::Frames => "frames",
            Self::Media => "media",
            Self::Scripts => "scripts",
            Self::Connect => "connect",
        }
    }
}

/// What pages may load from elsewhere; nothing where `annals.toml` says nothing.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    allowed: Vec<(Resource, Origin)>,
    /// The origin that the site is published at.
    own: Option<Url>,
}

/// Where something may be loaded from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Origin {
    /// The site itself: `self`.
    Own,
    /// A host: `https://example.org:8443`.
    Host {
        scheme: String,
        /// Whether it is any host below this one: `https://*.example.org`.
        below: bool,
        host: String,
        /// None is any: `https://example.org:*`.
        port: Option<u16>,
    },
}

impl Policy {
    /// Reads the table of this name.
    pub fn read(table: &mut Table<'_>, base_url: Option<&str>) -> Self {
        let own = base_url.and_then(|url| Url::parse(url).ok());
        let Some(node) = table.node("policy") else { return Self { allowed: Vec::new(), own } };
        let mut lists = Table::new(node, Code::BadConfig);
        let mut allowed = Vec::new();
        for (resource, ..) in RESOURCES {
            for text in lists.texts(resource.key()) {
                match Origin::parse(&text.text, resource) {
                    Some(origin) => allowed.push((resource, origin)),
                    None => lists.report(no_origin(&text, resource)),
                }
            }
        }
        lists.finish().into_iter().for_each(|finding| table.report(finding));
        Self { allowed, own }
    }

    /// The policy as every page states it.
    pub fn content(&self) -> String {
        let mut content = format!("default-src 'none'; {STYLES}");
        for (resource, directive, always) in RESOURCES {
            let listed = self.origins(resource).map(Origin::to_text).filter(|text| !always.contains(&**text));
            let sources: Vec<_> =
                Some(always.to_owned()).filter(|it| !it.is_empty()).into_iter().chain(listed).collect();
            if !sources.is_empty() {
                content += &format!("; {directive} {}", sources.join(" "));
            }
        }
        content + "; base-uri 'none'; form-action 'none'"
    }

    /// What a server is to send with every file: names and values.
    pub fn headers(&self) -> [(&'static str, String); 5] {
        [
            ("Content-Security-Policy", self.content() + "; frame-ancestors 'none'"),
            ("X-Content-Type-Options", "nosniff".to_owned()),
            ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
            ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()".to_owned()),
        ]
    }

    fn origins(&self, resource: Resource) -> impl Iterator<Item = &Origin> {
        self.allowed.iter().filter(move |(of, _)| *of == resource).map(|(_, origin)| origin)
    }

    /// The origin that would have to be listed for a page to load this address; none where it may.
    pub fn refuses(&self, resource: Resource, address: &str) -> Option<String> {
        let here = Url::parse(HERE).ok()?;
        let url = here.join(address).ok()?;
        let is_own =
            [Some(&here), self.own.as_ref()].into_iter().flatten().any(|own| own.origin() == url.origin());
        let always = resource == Resource::Images && (is_own || url.scheme() == "data");
        if always || self.origins(resource).any(|origin| origin.has(&url, is_own)) {
            return None;
        }
        Some(if is_own { "self".to_owned() } else { origin_of(&url) })
    }
}

/// The origin of an address, as it is to be listed.
fn origin_of(url: &Url) -> String {
    match url.has_host() {
        true => url.origin().ascii_serialization(),
        false => format!("{}:", url.scheme()),
    }
}

impl Origin {
    fn parse(text: &str, resource: Resource) -> Option<Self> {
        if matches!(text, "self" | "'self'") {
            return Some(Self::Own);
        }
        let (text, any_port) = text.strip_suffix(":*").map_or((text, false), |text| (text, true));
        let url = Url::parse(text).ok()?;
        let scheme = url.scheme();
        let fits = matches!(scheme, "https" | "http")
            || (resource == Resource::Connect && matches!(scheme, "wss" | "ws"));
        // Nothing of the text is lost or added but a slash at its end, so it was no more than an origin.
        let is_whole = url.as_str().trim_end_matches('/').eq_ignore_ascii_case(text.trim_end_matches('/'));
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']' | ':');
        let name = url.host_str()?;
        let (host, below) = name.strip_prefix("*.").map_or((name, false), |host| (host, true));
        let is_host =
            host.chars().all(plain) && !(below && matches!(url.host()?, Host::Ipv4(_) | Host::Ipv6(_)));
        let is_origin = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty();
        let port = if any_port { None } else { url.port_or_known_default() };
        (fits && is_whole && is_host && is_origin).then(|| Self::Host {
            scheme: scheme.to_owned(),
            below,
            host: host.to_owned(),
            port,
        })
    }

    fn to_text(&self) -> String {
        let Self::Host { scheme, below, host, port } = self else { return "'self'".to_owned() };
        let star = if *below { "*." } else { "" };
        let usual = matches!((&**scheme, port), ("https" | "wss", Some(443)) | ("http" | "ws", Some(80)));
        match port {
            None => format!("{scheme}://{star}{host}:*"),
            Some(_) if usual => format!("{scheme}://{star}{host}"),
            Some(port) => format!("{scheme}://{star}{host}:{port}"),
        }
    }

    /// Whether an address lies there.
    fn has(&self, url: &Url, is_own: bool) -> bool {
        let Self::Host { scheme, below, host, port } = self else { return is_own };
        let name = url.host_str().unwrap_or_default();
        let is_host = match below {
            true => name.strip_suffix(&**host).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.')),
            false => name == host,
        };
        let is_port = port.is_none() || *port == url.port_or_known_default();
        is_host && is_port && scheme == url.scheme()
    }
}

fn no_origin(text: &Text, resource: Resource) -> Diagnostic {
    let guess = Url::parse(&text.text)
        .ok()
        .filter(Url::has_host)
        .or_else(|| Url::parse(&format!("https://{}", text.text)).ok());
    let guess = guess.map(|url| origin_of(&url)).filter(|guess| Origin::parse(guess, resource).is_some());
    let help = match guess {
        Some(origin) => format!("did you mean `\"{origin}\"`?"),
        None => "write a scheme and a host, as in `\"https://media.example.org\"` or `\"https://*.example.org\"`, or `\"self\"` for this site".to_owned(),
    };
    let message = format!(
        "`{}` is not an origin that pages could load {} from",
        text.text,
        match resource {
            Resource::Images => "pictures",
            Resource::Frames => "frames",
            Resource::Media => "sound and films",
            Resource::Scripts => "scripts",
            Resource::Connect => "data",
        }
    );
    Diagnostic::at(Code::BadConfig, text.span, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(toml: &str) -> (Policy, Vec<String>) {
        let reading = super::super::parse(toml);
        (
            reading.config.policy,
            reading.diagnostics.into_iter().map(|it| it.message + " " + &it.help.join(" ")).collect(),
        )
    }

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        for text in [
            "self",
            "https://a.example",
            "https://a.example/",
            "https://*.a.example",
            "http://a.example:8080",
            "https://a.example:*",
            "https://[::1]:8443",
            "HTTPS://A.example",
        ] {
            assert!(Origin::parse(text, Resource::Images).is_some(), "{text}");
        }
        for text in [
            "",
            "*",
            "https:",
            "a.example",
            "https://a.example/x",
            "https://a.example; script-src *",
            "https://a.example,b",
            "'unsafe-inline'",
            "data:",
            "javascript:x",
            "https://u@a.example",
            "https://a.example?q",
            "https://*",
            "wss://a.example",
        ] {
            assert_eq!(Origin::parse(text, Resource::Images), None, "{text}");
        }
        assert!(Origin::parse("wss://a.example", Resource::Connect).is_some());
    }

    #[test]
    fn what_is_listed_may_be_loaded_and_nothing_else() {
        let (policy, found) = policy(
            "base_url = \"https://news.example/x/\"\n[policy]\nimages = [\"https://a.example\", \"https://*.b.example:*\"]\nmedia = \"self\"\n",
        );
        assert_eq!(found, Vec::<String>::new());
        for address in [
            "x.png",
            "/x.png",
            "data:image/png;base64,AA",
            "https://news.example/y.png",
            "https://a.example/x.png",
            "//a.example/x.png",
            "https://A.example:443/",
            "https://c.b.example:99/x",
        ] {
            assert_eq!(policy.refuses(Resource::Images, address), None, "{address}");
        }
        for (address, origin) in [
            ("http://a.example/x.png", "http://a.example"),
            ("https://a.example:8/x", "https://a.example:8"),
            ("https://b.example/", "https://b.example"),
            ("https://xb.example/", "https://xb.example"),
            ("\\\\c.example\\x", "https://c.example"),
            ("ht\ntps://c.example", "https://c.example"),
            ("javascript:x", "javascript:"),
        ] {
            assert_eq!(policy.refuses(Resource::Images, address).as_deref(), Some(origin), "{address}");
        }
        assert_eq!(policy.refuses(Resource::Media, "x.mp4"), None);
        assert_eq!(policy.refuses(Resource::Frames, "x.html").as_deref(), Some("self"));
        let content = policy.content();
        assert!(
            content.contains(
                "; img-src 'self' data: https://a.example https://*.b.example:*; media-src 'self'; script-src"
            ),
            "{content}"
        );
    }

    #[test]
    fn a_wrong_list_is_told_with_the_way_out() {
        let (_, found) = policy("[policy]\nimages = [\"pics.example/x\", \"*\"]\nvideos = \"self\"\n");
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].contains("did you mean `\"https://pics.example\"`?"), "{found:?}");
    }
}
