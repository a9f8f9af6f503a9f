//! Names and codes that people and files really use, with the dates that decide what they mean.

use super::*;

fn code(text: &str, date: &str) -> Result<u16, ResolveError> {
    resolve(text, When::Day(date.parse().unwrap()), System::Cow).map(|state| state.code.0)
}

/// Names that change their state with the date, and names people really type.
#[test]
fn hard_names_and_dates() {
    for (text, date, expected) in [
        ("Soviet Union", "1970-01-01", 365),
        ("СССР", "1970-01-01", 365),
        ("Russia", "1995-01-01", 365),
        ("RUS", "1995-01-01", 365),
        ("Germany", "1930-01-01", 255),
        ("Germany", "2000-01-01", 255),
        ("West Germany", "1970-01-01", 260),
        ("DDR", "1970-01-01", 265),
        ("Allemagne", "2000-01-01", 255),
        ("Serbia", "1910-01-01", 345),
        ("Yugoslavia", "1990-01-01", 345),
        ("Serbia", "2010-01-01", 345),
        ("Taiwan", "2021-06-01", 713),
        ("Republic of China", "1930-01-01", 710),
        ("Republic of China", "1960-01-01", 713),
        ("中国", "2021-01-01", 710),
        ("Türkiye", "2021-01-01", 640),
        ("turkiye", "2021-01-01", 640),
        ("Ottoman Empire", "1900-01-01", 640),
        ("Côte d'Ivoire", "2000-01-01", 437),
        ("cote divoire", "2000-01-01", 437),
        ("DRC", "2000-01-01", 490),
        ("Zaire", "1985-01-01", 490),
        ("Congo-Brazzaville", "1985-01-01", 484),
        ("Vietnam", "1990-01-01", 816),
        ("South Vietnam", "1970-01-01", 817),
        ("Yemen", "2000-01-01", 679),
        ("South Yemen", "1980-01-01", 680),
        ("Korea", "1900-01-01", 730),
        ("ROK", "1990-01-01", 732),
        ("KOR", "1990-01-01", 732),
        ("the Netherlands", "1990-01-01", 210),
        ("U.S.", "1990-01-01", 2),
        ("Burma", "1990-01-01", 775),
        ("Macedonia", "2000-01-01", 343),
        ("Namibia", "2000-01-01", 565),
        ("Prussia", "1860-01-01", 255),
        ("710", "2000-01-01", 710),
    ] {
        assert_eq!(code(text, date), Ok(expected), "{text} on {date}");
    }
}

#[test]
fn ambiguity_lists_the_choices() {
    for (text, date, expected) in
        [("Germany", "1970-01-01", 2), ("Korea", "1970-01-01", 2), ("Vietnam", "1970-01-01", 2), ("Congo", "2000-01-01", 2)]
    {
        let Err(ResolveError::Ambiguous { choices, .. }) = code(text, date) else { panic!("{text} on {date}") };
        assert_eq!(choices.len(), expected, "{text}");
    }
}

#[test]
fn a_name_out_of_its_time_names_its_state_and_dates() {
    let Err(ResolveError::NotMember { choices, .. }) = code("Soviet Union", "2010-01-01") else { panic!() };
    assert_eq!(choices[0].code.0, 365);
    assert!(matches!(code("Ukraine", "1950-01-01"), Err(ResolveError::NotMember { .. })));
}

#[test]
fn a_typo_gets_suggestions_and_a_territory_a_reason() {
    let Err(ResolveError::Unknown { suggestions, .. }) = code("chian", "2000-01-01") else { panic!() };
    assert_eq!(suggestions[0].code.0, 710);
    assert!(matches!(code("Palestine", "2000-01-01"), Err(ResolveError::NotListed { .. })));
    assert!(matches!(code("", "2000-01-01"), Err(ResolveError::Unknown { .. })));
}

/// Codes that mean one state by ISO and another, or nothing, in the lists of states.
#[test]
fn a_code_is_read_by_iso_alone() {
    let on = |text: &str, date: &str| resolve_code(text, When::Day(date.parse().unwrap()), System::Cow).map(|s| s.code.0);
    for (text, date, expected) in [
        ("NA", "2010-01-01", 565),
        ("na", "2010-01-01", 565),
        ("NAM", "2010-01-01", 565),
        ("516", "2010-01-01", 565),
        ("AUS", "2010-01-01", 900),
        ("AUT", "2010-01-01", 305),
        ("SWZ", "2010-01-01", 572),
        ("CHE", "2010-01-01", 225),
        ("SLV", "2010-01-01", 92),
        ("SVN", "2010-01-01", 349),
        ("MNG", "2010-01-01", 712),
        ("MNE", "2010-01-01", 341),
        ("MKD", "2010-01-01", 343),
        ("PLW", "2010-01-01", 986),
        ("CZE", "2010-01-01", 316),
        ("CSK", "1980-01-01", 315),
        ("ROU", "2010-01-01", 360),
        ("SRB", "2010-01-01", 345),
        ("DEU", "1970-01-01", 260),
        ("DEU", "2000-01-01", 255),
        ("DDR", "1970-01-01", 265),
        ("YEM", "1980-01-01", 678),
        ("YEM", "2000-01-01", 679),
        ("VNM", "1970-01-01", 816),
        ("RUS", "1970-01-01", 365),
        ("KOR", "2010-01-01", 732),
        ("PRK", "2010-01-01", 731),
        ("COD", "2010-01-01", 490),
        ("COG", "2010-01-01", 484),
        ("TWN", "2010-01-01", 713),
        ("156", "2010-01-01", 710),
        ("158", "2010-01-01", 713),
    ] {
        assert_eq!(on(text, date), Ok(expected), "{text} on {date}");
    }
    for text in ["MAC", "PAL", "ROM", "YUG", "GMY", "GFR", "UKG", "HKG", "PSE", "Namibia", "N/A", "", "-", "1000000"] {
        assert!(matches!(on(text, "2010-01-01"), Err(ResolveError::Unknown { .. })), "{text}: {:?}", on(text, "2010-01-01"));
    }
    for (text, date) in [("CZE", "1980-01-01"), ("CSK", "2000-01-01"), ("DDR", "2000-01-01"), ("SWZ", "1900-01-01"), ("AUS", "1900-01-01")]
    {
        assert!(matches!(on(text, date), Err(ResolveError::NotMember { .. })), "{text} on {date}");
    }
}

#[test]
fn the_lists_differ_where_they_do() {
    let on = |text, system| resolve(text, When::Day("2010-01-01".parse().unwrap()), system).map(|s| s.code.0);
    assert_eq!(on("Serbia", System::Gw), Ok(340));
    assert_eq!(on("Germany", System::Gw), Ok(260));
}
