//! Numbers by which a value is known again.
//!
//! Input: a value. Output: a number that is the same for the same value, in every run of one program. Entry point:
//! [`fingerprint`].

use std::hash::{Hash, Hasher as _};

use twox_hash::XxHash3_64;

/// The fingerprint of a value (XXH3).
pub fn fingerprint(value: &impl Hash) -> u64 {
    let mut hasher = XxHash3_64::new();
    value.hash(&mut hasher);
    hasher.finish()
}
