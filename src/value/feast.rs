//! Days of religious calendars: Easter, the Hebrew year, the Islamic year by its table.
//!
//! Comes in: a year of the common calendar. Goes out: the day of a feast in it. Days that begin in the evening are given
//! by the day of that evening where the data's rule says so.

use super::calendar::plus_days;
use jiff::civil::Date;

/// Easter Sunday (Gauss), or the Orthodox one.
pub fn easter(year: i16, orthodox: bool) -> Option<Date> {
    let y = year as i32;
    let (a, b, c) = (y % 19, y % 4, y % 7);
    if orthodox {
        let d = (19 * a + 15) % 30;
        let e = (2 * b + 4 * c - d + 34) % 7;
        let (month, day) = ((d + e + 114) / 31, (d + e + 114) % 31 + 1);
        return plus_days(Date::new(year, month as i8, day as i8).ok()?, 13);
    }
    let (b, c) = (y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    Date::new(year, month as i8, day as i8).ok()
}

/// The day that is `day` days after 0000-12-31.
fn of_count(day: i64) -> Option<Date> {
    plus_days(Date::new(1, 1, 1).ok()?, day - 1)
}

/// Days from the Hebrew epoch to the new moon of a year, with the delays that keep its feasts off some weekdays.
fn hebrew_elapsed(year: i64) -> i64 {
    let months = (235 * year - 234).div_euclid(19);
    let day = 29 * months + (12_084 + 13_753 * months).div_euclid(25_920);
    if (3 * (day + 1)).rem_euclid(7) < 3 { day + 1 } else { day }
}

fn hebrew_new_year(year: i64) -> i64 {
    let (before, here, after) = (hebrew_elapsed(year - 1), hebrew_elapsed(year), hebrew_elapsed(year + 1));
    let delay = match (after - here, here - before) {
        (356, _) => 2,
        (_, 382) => 1,
        _ => 0,
    };
    here + delay - 1_373_427
}

/// A day so many days after 1 Tishri, 1 Kislev, 15 Shevat or 15 Nisan of the common year.
pub fn hebrew(year: i16, from: &str, days: i64) -> Option<Date> {
    let year = i64::from(year) + 3761;
    let tishri = hebrew_new_year(year);
    let start = match from {
        "tishri" => tishri,
        // Heshvan has 30 days in a full year.
        "kislev" => tishri + 59 + i64::from((hebrew_new_year(year + 1) - tishri) % 10 == 5),
        "nisan" => tishri - 163,
        // A leap year has one more month before Nisan.
        "shevat" => tishri - 163 - if (7 * (year - 1) + 1).rem_euclid(19) < 7 { 89 } else { 59 },
        _ => return None,
    };
    of_count(start + days)
}

/// The first such day of the Islamic calendar in the common year; the moon may put it a day away.
pub fn islamic(year: i16, month: i64, day: i64) -> Option<Date> {
    let first = (i64::from(year) - 622) * 33 / 32;
    (first - 1..first + 3).find_map(|y| {
        let months = 29 * (month - 1) + month / 2;
        let date = of_count(227_014 + (y - 1) * 354 + (3 + 11 * y).div_euclid(30) + months + day)?;
        (date.year() == year).then_some(date)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feasts_of_three_calendars() {
        let text = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(text(easter(2024, false)), "2024-03-31");
        assert_eq!(text(easter(2024, true)), "2024-05-05");
        assert_eq!(text(hebrew(2023, "tishri", 0)), "2023-09-16");
        assert_eq!(text(hebrew(2024, "nisan", 0)), "2024-04-23");
        assert_eq!(text(hebrew(2022, "kislev", 24)), "2022-12-19");
        assert_eq!(text(hebrew(2023, "shevat", 0)), "2023-02-06");
        assert_eq!(text(hebrew(2024, "shevat", 0)), "2024-01-25");
        assert_eq!(text(islamic(2024, 9, 1)), "2024-03-11");
        assert_eq!(text(islamic(2023, 1, 1)), "2023-07-19");
    }
}
