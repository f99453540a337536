//! What comes at the end: which tests were left out.

#[test]
fn what_was_left_out_is_said() {
    crate::needed::print_what_was_left_out();
}
