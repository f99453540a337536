//! The elements and attributes of HTML that a page may hold.
//!
//! Input: the name of an element, or of one of its attributes. Output: what becomes of it. Entry points: [`element`] and
//! [`attribute`].

use crate::config::Resource;

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// It stays.
    Kept,
    /// It stays where the site's policy lets it load all it names.
    Loads(Resource),
    /// Its tags go without a word: what it holds is meant for readers all the same.
    Opened,
    /// Its tags go.
    Removed,
    /// It goes with all it holds, which is nothing for readers.
    Emptied,
}

/// What becomes of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// It stays.
    Kept,
    /// It stays where it names an address that a page may lead to.
    Address,
    /// It stays; what it names is loaded where the site's policy lets it.
    Loads(Resource),
    /// It goes without a word: a reader does not see it.
    Dropped,
    /// It goes: it would run or be seen.
    Removed,
}

const KEPT: &str = " a abbr acronym address area article aside b bdi bdo big blockquote br caption center cite code \
    col colgroup data dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img \
    ins kbd li map mark nav ol p picture pre q rp rt rtc ruby s samp section small source span strike strong sub summary \
    sup table tbody td tfoot th thead time tr track tt u ul var wbr ";

/// MathML Core, without what could hold HTML or lead elsewhere.
const MATH: &str = " annotation math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt \
    mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics ";

/// Elements without an end.
const VOID: &str = " area base br col embed hr img input link meta source track wbr ";

/// Elements whose end tag may be left out.
const OPTIONAL_END: &str = " caption colgroup dd dt li option p rp rt tbody td tfoot th thead tr ";

/// Elements whose content is text up to their end tag, whatever it looks like.
const TEXT: &str = " iframe noembed noframes plaintext script style textarea title xmp ";

fn is_in(list: &str, name: &str) -> bool {
    list.split(' ').any(|known| known == name) && !name.is_empty()
}

/// What becomes of an element of this name, in lower case.
pub fn element(name: &str) -> Element {
    match name {
        "iframe" => Element::Loads(Resource::Frames),
        "script" => Element::Loads(Resource::Scripts),
        "video" | "audio" => Element::Loads(Resource::Media),
        "noscript" => Element::Opened,
        "annotation-xml" | "datalist" | "noembed" | "noframes" | "select" | "style" | "svg" | "template" => {
            Element::Emptied
        }
        _ if is_in(KEPT, name) || is_math(name) => Element::Kept,
        _ => Element::Removed,
    }
}

/// Whether an element has no content.
pub fn is_void(name: &str) -> bool {
    is_in(VOID, name)
}

/// Whether an element may end without a tag.
pub fn ends_by_itself(name: &str) -> bool {
    is_in(OPTIONAL_END, name)
}

/// Whether what looks like a tag within an element is text.
pub fn holds_text(name: &str) -> bool {
    is_in(TEXT, name)
}

/// Whether an element is part of a formula.
pub fn is_math(name: &str) -> bool {
    is_in(MATH, name)
}

/// What becomes of an attribute of an element that stays; both names in lower case.
pub fn attribute(element: &str, name: &str) -> Attribute {
    let is_name = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    match (element, name) {
        _ if !is_name => Attribute::Dropped,
        (_, "style" | "srcdoc" | "formaction" | "action" | "background") => Attribute::Removed,
        _ if name.starts_with("on") => Attribute::Removed,
        ("img" | "source", "srcset") | ("img", "src") | ("video", "poster") => {
            Attribute::Loads(Resource::Images)
        }
        ("iframe", "src") => Attribute::Loads(Resource::Frames),
        ("script", "src") => Attribute::Loads(Resource::Scripts),
        ("video" | "audio" | "source" | "track", "src") => Attribute::Loads(Resource::Media),
        ("a" | "area", "href") | ("blockquote" | "del" | "ins" | "q", "cite") => Attribute::Address,
        _ if is_generic(name) || is_in(own_attributes(element), name) => Attribute::Kept,
        _ => Attribute::Dropped,
    }
}

fn is_generic(name: &str) -> bool {
    is_in(" class dir id lang role title ", name) || name.starts_with("aria-") || name.starts_with("data-")
}

fn own_attributes(element: &str) -> &'static str {
    match element {
        "a" => " hreflang name ",
        "area" => " alt coords shape ",
        "audio" | "video" => " autoplay controls height loop muted playsinline preload width ",
        "col" | "colgroup" => " align char charoff span width ",
        "data" | "li" => " value ",
        "del" | "ins" | "time" => " datetime ",
        "details" => " name open ",
        "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p" => " align ",
        "hr" => " align size width ",
        "iframe" => " allow allowfullscreen height loading name referrerpolicy sandbox width ",
        "img" => " align alt decoding height loading longdesc sizes usemap width ",
        "map" => " name ",
        "ol" => " reversed start type ",
        "script" => " async crossorigin defer integrity type ",
        "source" => " height media sizes type width ",
        "table" => " align border cellpadding cellspacing char charoff summary width ",
        "tbody" | "tfoot" | "thead" | "tr" => " align char charoff valign ",
        "td" | "th" => " abbr align char charoff colspan headers nowrap rowspan scope valign width ",
        "track" => " default kind label srclang ",
        _ if is_math(element) => {
            " accent accentunder alttext columnalign columnspan depth display displaystyle encoding fence form height \
             largeop linethickness lspace mathvariant maxsize minsize movablelimits rowspan rspace scriptlevel \
             separator stretchy symmetric voffset width xmlns "
        }
        _ => "",
    }
}

/// Whether a page may lead to an address of this scheme.
pub fn may_lead_to(scheme: &str) -> bool {
    is_in(
        " ftp ftps geo http https im irc ircs magnet mailto news nntp openpgp4fpr sip sms tel webcal xmpp ",
        scheme,
    )
}
