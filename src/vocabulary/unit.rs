//! Units: of measure, of money, of what is counted.
//!
//! Input: a name, a sign or a code. Output: a [`Unit`]; none where nothing is known by that name. Entry points:
//! [`named`], [`split_currency`], and [`suggestion`] for what may have been meant.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::diagnostic::nearest;

/// A unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// What it measures.
    pub dimension: Dimension,
    /// How many of the dimension's smallest units it is.
    pub size: f64,
}

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// A quantity by its name; units of one can be converted.
    Measure(&'static str),
    /// Currencies by their codes, with spaces between: a dollar may be one of several.
    Money(&'static str),
    /// How many there are; a number without a unit says the same.
    Count,
}

/// How two units stand to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Relation {
    /// Numbers of both can be compared: one of the first is so many of the second.
    Times(f64),
    /// They measure the like and are never the same: euros and dollars, per cent and percentage points.
    Rivals,
    /// They measure different things.
    Apart,
}

/// Shares of a whole.
pub const SHARE: Dimension = Dimension::Measure("share");

/// Differences between shares.
const POINTS: Dimension = Dimension::Measure("points");

impl Unit {
    /// How this one stands to another.
    pub fn relation(self, other: Self) -> Relation {
        use Dimension::{Count, Money};
        match (self.dimension, other.dimension) {
            (Money(a), Money(b)) if a.split(' ').any(|code| b.split(' ').any(|other| code == other)) => {
                Relation::Times(self.size / other.size)
            }
            (Money(_), Money(_)) | (SHARE, POINTS) | (POINTS, SHARE) => Relation::Rivals,
            (Count, Count) => Relation::Times(1.0),
            (a, b) if a == b => Relation::Times(self.size / other.size),
            _ => Relation::Apart,
        }
    }
}

/// The units of measure: what they measure, how large they are, and their signs and names, in the singular.
const MEASURES: &[(&str, f64, &str)] = &[
    ("share", 1.0, "%|percent|per cent|pct"),
    ("share", 0.1, "‰|permille|per mille"),
    ("share", 1e-4, "ppm|part per million|parts per million"),
    ("share", 1e-7, "ppb|part per billion|parts per billion"),
    ("points", 1.0, "pp|ppt|percentage point|percentage-point|%-point|% point"),
    ("points", 0.01, "bp|bps|basis point"),
    ("length", 1e3, "km|kilometer|kilometre"),
    ("length", 1.0, "m|meter|metre"),
    ("length", 0.01, "cm|centimeter|centimetre"),
    ("length", 1e-3, "mm|millimeter|millimetre"),
    ("length", 1e-6, "µm|μm|micrometer|micrometre"),
    ("length", 1e-9, "nm|nanometer|nanometre"),
    ("length", 1609.344, "mi|mile"),
    ("length", 1852.0, "nmi|nautical mile"),
    ("length", 0.3048, "ft|foot|feet"),
    ("length", 0.0254, "in|inch|inches"),
    ("length", 0.9144, "yd|yard"),
    ("length", 9.460_73e15, "ly|light year|light-year"),
    ("length", 1.495_979e11, "au|astronomical unit"),
    ("mass", 1.0, "kg|kilogram|kilogramme|kilo"),
    ("mass", 1e-3, "g|gram|gramme"),
    ("mass", 1e-6, "mg|milligram|milligramme"),
    ("mass", 1e-9, "µg|μg|microgram|microgramme"),
    ("mass", 1e3, "t|tonne|ton|metric ton"),
    ("mass", 1e6, "kt|kilotonne|kiloton"),
    ("mass", 1e9, "Mt|megatonne|megaton"),
    ("mass", 1e12, "Gt|gigatonne|gigaton"),
    ("mass", 907.185, "short ton"),
    ("mass", 1016.05, "long ton"),
    ("mass", 0.453_592, "lb|lbs"),
    ("mass", 0.028_349_5, "oz|ounce"),
    ("mass", 6.350_29, "st|stone"),
    ("mass", 2e-4, "ct|carat"),
    ("carbon", 1e3, "t CO2|t CO2e|tCO2|tCO2e|t CO₂|t CO₂e"),
    ("carbon", 1e9, "Mt CO2|Mt CO2e|MtCO2|MtCO2e|Mt CO₂|Mt CO₂e"),
    ("area", 1e6, "km2|km²|square km|sq km|square kilometer|square kilometre"),
    ("area", 1.0, "m2|m²|square m|sq m|square meter|square metre"),
    ("area", 1e-4, "cm2|cm²|square centimeter|square centimetre"),
    ("area", 1e4, "ha|hectare"),
    ("area", 4046.86, "ac|acre"),
    ("area", 2_589_988.0, "mi2|mi²|sq mi|square mile"),
    ("area", 0.092_903, "ft2|ft²|sq ft|square foot|square feet"),
    ("volume", 1.0, "l|L|liter|litre"),
    ("volume", 1e-3, "ml|mL|milliliter|millilitre"),
    ("volume", 100.0, "hl|hL|hectoliter|hectolitre"),
    ("volume", 1e3, "m3|m³|cubic m|cubic meter|cubic metre"),
    ("volume", 1e-3, "cm3|cm³|cubic centimeter|cubic centimetre"),
    ("volume", 1e12, "km3|km³|cubic kilometer|cubic kilometre"),
    ("volume", 28.3168, "ft3|ft³|cu ft|cubic foot|cubic feet"),
    ("volume", 3.785_41, "gal|gallon|US gallon"),
    ("volume", 4.546_09, "imperial gallon"),
    ("volume", 158.987, "bbl|barrel"),
    ("flow", 1.0, "m3/s|m³/s"),
    ("flow", 0.001_84, "bpd|b/d|barrel per day|barrels per day"),
    (
        "speed",
        1.0,
        "km/h|kph|kmh|kilometer per hour|kilometers per hour|kilometre per hour|kilometres per hour",
    ),
    ("speed", 3.6, "m/s|meters per second|metres per second"),
    ("speed", 1.609_344, "mph|mile per hour|miles per hour"),
    ("speed", 1.852, "kn|kt/h|knot"),
    ("time", 1e-3, "ms|millisecond"),
    ("time", 1.0, "s|sec|second"),
    ("time", 60.0, "min|minute"),
    ("time", 3600.0, "h|hr|hour"),
    ("time", 86_400.0, "d|day"),
    ("time", 604_800.0, "wk|week"),
    ("time", 2_629_746.0, "month"),
    ("time", 31_556_952.0, "yr|year"),
    ("temperature", 1.0, "°C|celsius|degree celsius|degrees celsius|degC"),
    ("fahrenheit", 1.0, "°F|fahrenheit|degree fahrenheit|degrees fahrenheit|degF"),
    ("kelvin", 1.0, "K|kelvin"),
    ("angle", 1.0, "°|degree"),
    ("angle", 1.0 / 60.0, "′|arcminute"),
    ("angle", 57.295_78, "rad|radian"),
    ("power", 1.0, "W|watt"),
    ("power", 1e3, "kW|kilowatt"),
    ("power", 1e6, "MW|megawatt"),
    ("power", 1e9, "GW|gigawatt"),
    ("power", 1e12, "TW|terawatt"),
    ("power", 745.7, "hp|bhp|horsepower"),
    ("energy", 1.0, "J|joule"),
    ("energy", 1e3, "kJ|kilojoule"),
    ("energy", 1e6, "MJ|megajoule"),
    ("energy", 1e9, "GJ|gigajoule"),
    ("energy", 1e12, "TJ|terajoule"),
    ("energy", 1e15, "PJ|petajoule"),
    ("energy", 3600.0, "Wh|watt-hour"),
    ("energy", 3.6e6, "kWh|kilowatt-hour|kilowatt hour"),
    ("energy", 3.6e9, "MWh|megawatt-hour|megawatt hour"),
    ("energy", 3.6e12, "GWh|gigawatt-hour|gigawatt hour"),
    ("energy", 3.6e15, "TWh|terawatt-hour|terawatt hour"),
    ("energy", 4.184, "cal|calorie"),
    ("energy", 4184.0, "kcal|kilocalorie"),
    ("energy", 1.602e-19, "eV|electronvolt"),
    ("energy", 1.602e-16, "keV"),
    ("energy", 1.602e-13, "MeV"),
    ("energy", 1.602e-10, "GeV"),
    ("frequency", 1.0, "Hz|hertz"),
    ("frequency", 1e3, "kHz|kilohertz"),
    ("frequency", 1e6, "MHz|megahertz"),
    ("frequency", 1e9, "GHz|gigahertz"),
    ("voltage", 1.0, "V|volt"),
    ("voltage", 1e3, "kV|kilovolt"),
    ("current", 1.0, "A|amp|ampere"),
    ("force", 1.0, "N|newton"),
    ("force", 1e3, "kN|kilonewton"),
    ("pressure", 1.0, "Pa|pascal"),
    ("pressure", 100.0, "hPa|hectopascal|mbar|millibar"),
    ("pressure", 1e3, "kPa|kilopascal"),
    ("pressure", 1e5, "bar"),
    ("pressure", 6894.76, "psi"),
    ("data", 1.0, "B|byte"),
    ("data", 1e3, "kB|KB|kilobyte"),
    ("data", 1e6, "MB|megabyte"),
    ("data", 1e9, "GB|gigabyte"),
    ("data", 1e12, "TB|terabyte"),
    ("bandwidth", 1.0, "Mbit/s|Mbps|Mb/s"),
    ("bandwidth", 1e3, "Gbit/s|Gbps|Gb/s"),
    ("sound", 1.0, "dB|decibel"),
    ("radiation", 1.0, "mSv|millisievert"),
    ("concentration", 1.0, "µg/m3|µg/m³|μg/m3|μg/m³"),
    ("concentration", 1e3, "mg/m3|mg/m³"),
    (
        "density",
        1.0,
        "people/km2|people/km²|/km2|/km²|people per square kilometre|people per square kilometer",
    ),
];

/// Dollars that a text may mean by "$".
const DOLLARS: &str = "USD AUD BBD BMD BND BSD BZD CAD FJD GYD HKD JMD KYD LRD NAD NZD SBD SGD SRD TTD TWD XCD \
                       ARS CLP COP MXN UYU CVE";

/// Whose hundredth is a cent.
const CENTS: &str = "USD EUR AUD BBD BMD BND BSD BZD CAD FJD GYD HKD JMD KES KYD LKR LRD MUR NAD NZD SBD SGD SRD TTD \
                     TWD TZS UGX XCD ZAR";

/// Money by its signs and names, in the singular.
const MONEY: &[(&str, f64, &str)] = &[
    (DOLLARS, 1.0, "$|dollar"),
    ("USD", 1.0, "us$|$us|usd|us dollar|u.s. dollar|american dollar"),
    ("AUD", 1.0, "a$|au$|aud|australian dollar"),
    ("CAD", 1.0, "c$|ca$|can$|cad|canadian dollar"),
    ("NZD", 1.0, "nz$|nzd|new zealand dollar"),
    ("HKD", 1.0, "hk$|hong kong dollar"),
    ("SGD", 1.0, "s$|singapore dollar"),
    ("TWD", 1.0, "nt$"),
    ("BRL", 1.0, "r$|real|reais"),
    ("MXN", 1.0, "mx$|mexican peso"),
    (CENTS, 0.01, "¢|c|cent|ct"),
    ("EUR", 1.0, "€|eur|euro"),
    ("EUR", 0.01, "euro cent"),
    ("GBP EGP FKP GIP LBP SDG SHP SSP SYP", 1.0, "£"),
    ("GBP", 1.0, "gbp|stg£|£stg|pound sterling|pounds sterling|british pound|sterling"),
    ("GBP", 0.01, "p|penny|pence"),
    ("IEP", 1.0, "ir£"),
    ("JPY CNY", 1.0, "¥"),
    ("JPY", 1.0, "jpy|yen"),
    ("CNY", 1.0, "rmb|renminbi|yuan"),
    ("RUB BYN", 1.0, "ruble|rouble"),
    ("RUB", 1.0, "₽|rub"),
    ("RUB", 0.01, "kopek|kopeck"),
    ("INR PKR LKR NPR MUR SCR", 1.0, "rs|rupee"),
    ("INR", 1.0, "₹|inr|indian rupee"),
    ("INR PKR NPR", 0.01, "paisa|paise"),
    ("PKR", 1.0, "pakistani rupee"),
    ("BDT", 1.0, "৳|taka"),
    ("CHF XOF XAF", 1.0, "franc"),
    ("CHF", 1.0, "chf|swiss franc|sfr"),
    ("SEK NOK DKK ISK", 1.0, "kr|krona|kronor|krone|kroner"),
    ("SEK", 1.0, "swedish krona|swedish kronor"),
    ("NOK", 1.0, "norwegian krone|norwegian kroner"),
    ("DKK", 1.0, "danish krone|danish kroner"),
    ("PLN", 1.0, "zł|zloty|złoty"),
    ("CZK", 1.0, "kč|koruna"),
    ("HUF", 1.0, "forint"),
    ("UAH", 1.0, "₴|hryvnia"),
    ("TRY", 1.0, "₺|lira"),
    ("ITL", 1.0, "italian lira|lire"),
    ("DEM", 1.0, "dm|deutschmark|deutsche mark|d-mark"),
    ("FRF", 1.0, "french franc"),
    ("ILS", 1.0, "₪|shekel"),
    ("SAR QAR YER OMR IRR", 1.0, "rial|riyal"),
    ("AED MAD", 1.0, "dirham"),
    ("KWD IQD JOD BHD RSD DZD TND LYD", 1.0, "dinar"),
    ("KRW KPW", 1.0, "₩|won"),
    ("THB", 1.0, "฿|baht"),
    ("VND", 1.0, "₫|dong"),
    ("PHP MXN ARS CLP COP CUP UYU DOP", 1.0, "peso"),
    ("PHP", 1.0, "₱"),
    ("NGN", 1.0, "₦|naira"),
    ("ZAR", 1.0, "rand"),
    ("KES TZS UGX SOS", 1.0, "shilling"),
];

/// The codes of the currencies of ISO 4217, and of some that are no more.
const CODES: &str = "AED AFN ALL AMD ANG AOA ARS ATS AUD AWG AZN BAM BBD BDT BEF BGN BHD BIF BMD BND BOB BRL BSD BTN \
                     BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DEM DJF DKK DOP DZD EEK EGP ERN ESP ETB \
                     EUR FIM FJD FKP FRF GBP GEL GHS GIP GMD GNF GRD GTQ GYD HKD HNL HRK HTG HUF IDR IEP ILS INR \
                     IQD IRR ISK ITL JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LVL \
                     LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NLG NOK NPR NZD OMR \
                     PAB PEN PGK PHP PKR PLN PTE PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SIT SKK SLE \
                     SOS SRD SSP STN SUR SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED \
                     VES VND VUV WST XAF XCD XOF XPF YER YUG ZAR ZMW ZWL BTC ETH";

/// What is counted, in the singular.
const COUNTED: [&str; 32] = [
    "people",
    "person",
    "inhabitant",
    "resident",
    "visitor",
    "member",
    "vote",
    "seat",
    "death",
    "household",
    "family",
    "families",
    "home",
    "house",
    "building",
    "vehicle",
    "ship",
    "aircraft",
    "copy",
    "copies",
    "page",
    "word",
    "item",
    "unit",
    "piece",
    "point",
    "goal",
    "ticket",
    "time",
    "job",
    "case",
    "share",
];

/// All units by name: as written, and in lower case.
static UNITS: LazyLock<HashMap<String, Unit>> = LazyLock::new(|| {
    let measures = MEASURES.iter().map(|&(name, size, names)| (Dimension::Measure(name), size, names));
    let money = MONEY.iter().map(|&(codes, size, names)| (Dimension::Money(codes), size, names));
    let codes = CODES.split(' ').map(|code| (Dimension::Money(code), 1.0, code));
    let counted = COUNTED.into_iter().map(|name| (Dimension::Count, 1.0, name));
    let all = codes.chain(money).chain(counted).chain(measures).collect::<Vec<_>>();
    let mut units = HashMap::new();
    for (dimension, size, names) in &all {
        let unit = Unit { dimension: *dimension, size: *size };
        names.split('|').for_each(|name| {
            units.entry(name.to_owned()).or_insert(unit);
        });
    }
    for (dimension, size, names) in all.into_iter().filter(|(.., names)| !CODES.contains(names)) {
        names.to_lowercase().split('|').for_each(|name| {
            units.entry(name.to_owned()).or_insert(Unit { dimension, size });
        });
    }
    units
});

/// The unit with this name, sign or code. Capitals matter only where they tell two signs apart (`MW`, `mW`) and in codes.
pub fn named(name: &str) -> Option<Unit> {
    let name = name.trim();
    let singular = |name: &str| UNITS.get(name.strip_suffix('s')?);
    let lower = || name.to_lowercase();
    let of_lower = || UNITS.get(&lower()).or_else(|| singular(&lower()));
    UNITS.get(name).or_else(|| singular(name)).or_else(of_lower).copied()
}

/// The currency that a number begins with (`€3`, `US$ 3`, `USD 3`), and the number; nothing and the text where it begins
/// otherwise.
pub fn split_currency(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| c.is_ascii_digit() || c.is_whitespace()).unwrap_or(text.len());
    let (sign, rest) = text.split_at(end);
    let number = rest.trim_start();
    let is_sign = !sign.is_ascii() || sign.contains('$') || CODES.split(' ').any(|code| code == sign);
    if is_sign && currency(sign).is_some() && number.starts_with(|c: char| c.is_ascii_digit()) {
        (sign, number)
    } else {
        ("", text)
    }
}

/// The code of a currency. What may be one of several is the one that mostly is meant: `$` the American dollar.
pub fn currency(name: &str) -> Option<&'static str> {
    let unit = named(name).filter(|unit| unit.size == 1.0)?;
    let Dimension::Money(codes) = unit.dimension else { return None };
    codes.split(' ').next()
}

/// Whether two names are of one unit.
pub fn is_same(name: &str, other: &str) -> bool {
    named(name).zip(named(other)).is_some_and(|(unit, other)| unit.relation(other) == Relation::Times(1.0))
}

/// The known name that is most like one that is not.
pub fn suggestion(name: &str) -> Option<&'static str> {
    let names = MEASURES.iter().chain(MONEY).flat_map(|(.., names)| names.split('|'));
    let names: Vec<&str> = names.chain(CODES.split(' ')).chain(COUNTED).collect();
    nearest(name, names.iter().copied())
        .or_else(|| nearest(name.trim_end_matches('s'), names.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relation(a: &str, b: &str) -> Option<Relation> {
        Some(named(a)?.relation(named(b)?))
    }

    #[test]
    fn a_unit_has_signs_names_and_a_plural() {
        for (a, b) in [
            ("km", "Kilometres"),
            ("%", "per cent"),
            ("EUR", "euros"),
            ("US$", "USD"),
            ("₹", "INR"),
            ("pp", "percentage points"),
            ("people", "votes"),
        ] {
            assert_eq!(relation(a, b), Some(Relation::Times(1.0)), "{a} {b}");
        }
        assert_eq!(relation("bps", "pp"), Some(Relation::Times(0.01)));
        assert_eq!(relation("MW", "kW"), Some(Relation::Times(1e3)));
        assert_eq!(relation("cents", "EUR"), Some(Relation::Times(0.01)));
        assert_eq!(named("smoots"), None);
        assert_eq!(suggestion("kilometrs"), Some("kilometer"));
    }

    #[test]
    fn money_of_two_countries_is_never_the_same() {
        assert_eq!(relation("EUR", "$"), Some(Relation::Rivals));
        assert_eq!(relation("CAD", "$"), Some(Relation::Times(1.0)));
        assert_eq!(relation("%", "pp"), Some(Relation::Rivals));
        assert_eq!(relation("km", "kg"), Some(Relation::Apart));
    }
}
