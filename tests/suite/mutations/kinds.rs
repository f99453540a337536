//! Every kind of mistake that the mutation test makes, and what on the site speaks against it.
//!
//! Input: none, this is a table. Output: [`KINDS`].

use super::dice::Dice;
use super::site::{Mutation, Reading};
use super::{claims, doubt, names, quotes, ranges, silent, time, values};

/// Whether a mistake contradicts something on the site.
#[derive(Clone, Copy)]
pub enum Oracle {
    /// It contradicts this, and has to be found.
    Contradicts(&'static str),
    /// It contradicts nothing, for this reason.
    Nothing(&'static str),
}

pub struct Kind {
    pub name: &'static str,
    pub oracle: Oracle,
    /// All mutations of this kind that a site allows.
    pub make: fn(&Reading<'_>, &mut Dice) -> Vec<Mutation>,
}

const fn against(
    name: &'static str,
    what: &'static str,
    make: fn(&Reading<'_>, &mut Dice) -> Vec<Mutation>,
) -> Kind {
    Kind { name, oracle: Oracle::Contradicts(what), make }
}

const fn silent(
    name: &'static str,
    why: &'static str,
    make: fn(&Reading<'_>, &mut Dice) -> Vec<Mutation>,
) -> Kind {
    Kind { name, oracle: Oracle::Nothing(why), make }
}

pub const KINDS: &[Kind] = &[
    against("a digit in the prose", "the number in the markup", values::digit_in_prose),
    against("a number word in the prose", "the number in the markup", values::spelled_number_in_prose),
    against("a percentage in the prose", "the percentage in the markup", values::percentage_in_prose),
    against("a unit in the prose", "the unit in the markup", values::unit_in_prose),
    against("a duration in the prose", "the duration in the markup", values::duration_in_prose),
    against("a unit of time in the prose", "the duration in the markup", values::time_unit_in_prose),
    against("half an hour made whole", "the duration in the markup", values::half_in_prose),
    against("a weekday in the prose", "the date in the markup", values::weekday_in_prose),
    against("a month name in the prose", "the date in the markup", values::month_in_prose),
    against("a day in the prose", "the date in the markup", values::day_in_prose),
    against("a year in the prose", "the date in the markup", values::year_in_prose),
    against("a digit in the markup", "the number in the prose", values::digit_in_markup),
    against("a percentage in the markup", "the percentage in the prose", values::percentage_in_markup),
    against("a duration in the markup", "the duration in the prose", values::duration_in_markup),
    against("a duration’s unit in the markup", "the duration in the prose", values::duration_unit_in_markup),
    against("the date of a weekday", "the weekday in the prose", values::date_of_weekday),
    against("a month in the markup", "the month name in the prose", values::month_in_markup),
    against("a day in the markup", "the day in the prose", values::day_in_markup),
    against("a year in the markup", "the year in the prose", values::year_in_markup),
    against("an entity in the markup", "the name in the prose", values::entity_in_markup),
    against("the subject of a fact", "the other subject’s own value", values::subject),
    against("a date in front matter", "the same date elsewhere", values::date_in_record),
    against("an approximate date far off", "the same date elsewhere", values::approximate_date_in_record),
    against("a number in front matter", "the same number elsewhere", values::number_in_record),
    against("a duration in front matter", "the same duration elsewhere", values::duration_in_record),
    against("an entity in front matter", "the same value elsewhere", values::entity_in_record),
    against("words in front matter", "the same words elsewhere", values::text_in_record),
    against("coordinates out of range", "the globe", values::coordinates_out_of_range),
    against("an event after its whole", "the dates of the whole", time::part_after_whole),
    against("an event before its whole", "the dates of the whole", time::part_before_whole),
    against("a whole that ends early", "the dates of a part", time::whole_ends_early),
    against("part of an event of another time", "the dates of that event", time::part_of_another_time),
    against("part of each other", "`part_of` on the other side", time::circular_part),
    against("an end before the start", "the start", time::end_before_start),
    against("start and end exchanged", "each other", time::exchanged_start_and_end),
    against("born and died exchanged", "each other", time::exchanged_born_and_died),
    against("from and until exchanged", "each other", time::exchanged_from_and_until),
    against("a death before the birth", "the birth", time::died_before_born),
    against("a birth after a deed", "an event that the person took part in", time::born_too_late),
    against("a death before a deed", "an event that the person took part in", time::died_too_early),
    against("a participant not alive then", "the person’s dates", time::dead_or_unborn_participant),
    against("a speaker not alive then", "the person’s dates", time::dead_or_unborn_speaker),
    against("a claim in nobody’s lifetime", "the speaker’s dates", time::said_in_no_lifetime),
    against("a claim after its occasion", "the date of the event it was made at", time::said_outside_event),
    against("a claim before what it tells of", "the date of that event", time::said_before_it_happened),
    against("an office before the birth", "the person’s birth", time::office_before_birth),
    against("retrieved before published", "the date of publication", time::retrieved_before_published),
    against("updated before it appeared", "the article’s date", time::updated_before_date),
    against("dissolved before founded", "the date of foundation", time::dissolved_before_founded),
    against("an event before the one it follows", "that event’s date", time::follower_too_early),
    against("a child older than a parent", "the parent’s birth", time::child_before_parent),
    against("a changed word in a quote", "the archived text", quotes::changed_word),
    against("a dropped word in a quote", "the archived text", quotes::dropped_word),
    against("an added word in a quote", "the archived text", quotes::added_word),
    against("two words of a quote exchanged", "the archived text", quotes::exchanged_words),
    against("a quote from another source", "that source’s archived text", quotes::other_source),
    against("a word of an archived text", "the quote and the hash", quotes::archived_word),
    against("a digit of a hash", "the archived text", quotes::hash_digit),
    against("a removed archived text", "the source’s `text`", quotes::removed_text),
    against("another’s name in the prose", "the entity in the markup", names::shown_name),
    against("another entity behind a name", "the name in the prose", names::named_entity),
    against("a misspelt name", "the names on the site", names::misspelt_mention),
    against("a misspelt reference", "the ids on the site", names::misspelt_reference),
    against("a misspelt claim", "the claims on the site", names::misspelt_claim),
    against("a misspelt source", "the sources on the site", names::misspelt_source),
    against("a misspelt property", "the vocabulary", names::misspelt_property),
    against("a misspelt key of front matter", "the vocabulary", names::misspelt_key),
    against("a value of the wrong kind", "the vocabulary", names::wrong_kind),
    against("an alias made ambiguous", "another’s name", names::ambiguous_alias),
    against("a name without its markup", "the names on the site", names::unmarked_name),
    against("an address of another entity", "the other’s `same_as`", names::same_as_another),
    against("an id given twice", "the other id", names::duplicate_id),
    against("a removed closing bracket", "the opening bracket", names::removed_bracket),
    against("a link to nowhere", "the files of the site", names::broken_link),
    against("a removed file", "what names it", names::removed_file),
    against("a speaker other than the named", "the name in the sentence", claims::speaker_other_than_named),
    against("support for what the speaker denies", "the other denial", claims::support_for_denied),
    against("a denial of one’s own claim", "the claim", claims::denial_of_own_claim),
    against("the denied claim’s own speaker", "the claim", claims::speaker_who_denies_himself),
    against("support and denial of one claim", "each other", claims::support_and_denial),
    against("claims that repeat each other", "each other", claims::circular_repeats),
    against("a review before the claim", "the claim’s date", claims::review_before_claim),
    against("a review before a contrary claim", "the later claim", claims::stale_review),
    against("a one-sided marriage or twin", "the other side", claims::one_sided_relation),
    against("another parent", "the parent who names the child", claims::other_parent),
    against("an ellipsis over what denies", "the archived text", quotes::ellipsis_over_denial),
    against("brackets over what denies", "the archived text", quotes::brackets_over_denial),
    against("a letter’s case in a quote", "the archived text", quotes::changed_case),
    against("a word beside an editor’s brackets", "the archived text", quotes::changed_beside_brackets),
    against("words around an ellipsis exchanged", "the archived text", quotes::exchanged_around_ellipsis),
    against("percentage points as per cent", "the unit in the markup", ranges::points_as_percent),
    against("per cent as percentage points", "the unit in the markup", ranges::percent_as_points),
    against("another currency", "the currency in the markup", ranges::another_currency),
    against("millions as billions", "the number in the markup", ranges::millions_as_billions),
    against("a limit turned round", "the limit in the markup", ranges::limit_turned_round),
    against("a limit in the prose", "the limit in the markup", ranges::limit_in_prose),
    against("an end of a range in the prose", "the range in the markup", ranges::range_in_prose),
    against("an end of a range in the markup", "the range in the prose", ranges::range_in_markup),
    against("the ends of a range exchanged", "each other", ranges::ends_exchanged),
    against("a unit that is none", "the known units", ranges::unknown_unit),
    against("a hedge removed", "the site’s own value", doubt::removed_hedge),
    against("a claimed value restated as own", "the site’s own value", doubt::claimed_restated_as_own),
    against("a withdrawn value restored", "the value that replaced it", doubt::restored_value),
    against("a known speaker unnamed", "the names on the site", doubt::known_speaker_unnamed),
    against("Old Style mistaken for new", "the date in the prose", doubt::old_style_forgotten),
    against("a possessive inside a mention", "the names on the site", names::possessive_in_mention),
    against("an alias that looks like a name", "another’s name", names::lookalike_alias),
    silent(
        "another speaker",
        "no sentence names the speaker, and anybody alive may have said it",
        silent::other_speaker,
    ),
    silent(
        "another participant",
        "lists have many values, and no sentence names them",
        silent::other_participant,
    ),
    silent("a number given once", "there is nothing to compare it with", silent::lone_number),
    silent(
        "prose without markup",
        "Annals does not guess what an unmarked sentence states",
        silent::unmarked_prose,
    ),
    silent("a negation", "the markup has no negation, and Annals does not read sense", silent::negation),
    silent("a less precise date", "it says less, but nothing wrong", silent::less_precise_date),
    silent("a removed end", "an open end contradicts no part of it", silent::removed_end),
    silent("a quote without archived text", "there is no text to compare it with", silent::uncited_quote),
    silent("a pronoun of somebody else", "“he” may be anybody", silent::pronoun),
    silent("a milder relation", "one may both support and qualify", silent::milder_relation),
];
