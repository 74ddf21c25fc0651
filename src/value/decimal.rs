//! Exact numbers: what a text says is kept as a fraction of two integers and written as a decimal wherever one is exact.
//!
//! Comes in: digits and arithmetic of the number grammars. Goes out: strings such as `0.5`, `1000000`, `2/3`. No
//! floating point anywhere; what does not fit 128 bits is no number of a policy text and gives `None`.

/// A fraction in lowest terms with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact {
    n: i128,
    d: i128,
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    if a == 1 || b == 1 {
        return 1;
    }
    if let (Ok(mut a), Ok(mut b)) = (i64::try_from(a), i64::try_from(b)) {
        while b != 0 {
            (a, b) = (b, a.wrapping_rem(b));
        }
        return i128::from(a).abs();
    }
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.abs()
}

impl Exact {
    pub const ZERO: Exact = Exact { n: 0, d: 1 };
    pub const ONE: Exact = Exact { n: 1, d: 1 };
    pub const HALF: Exact = Exact { n: 1, d: 2 };

    /// A whole number.
    pub fn int(n: i64) -> Exact {
        Exact { n: n as i128, d: 1 }
    }

    /// `n / d`; `None` for a zero denominator or what does not fit.
    pub fn ratio(n: i128, d: i128) -> Option<Exact> {
        if d == 0 {
            return None;
        }
        let g = gcd(n, d).max(1);
        let (n, d) = if d < 0 { (n.checked_neg()?, d.checked_neg()?) } else { (n, d) };
        Some(Exact { n: n / g, d: d / g })
    }

    /// `digits * 10^-scale`.
    pub fn decimal(digits: i128, scale: u32) -> Option<Exact> {
        Exact::ratio(digits, 10i128.checked_pow(scale)?)
    }

    /// `10^power`, also for negative powers.
    pub fn power_of_ten(power: i32) -> Option<Exact> {
        let p = 10i128.checked_pow(power.unsigned_abs())?;
        if power < 0 { Exact::ratio(1, p) } else { Exact::ratio(p, 1) }
    }

    /// A number as these are written: `12`, `-0.5`, `2/3`.
    pub fn read(text: &str) -> Option<Exact> {
        if let Some((n, d)) = text.split_once('/') {
            return Exact::ratio(n.parse().ok()?, d.parse().ok()?);
        }
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        Exact::decimal(format!("{whole}{part}").parse().ok()?, part.len() as u32)
    }

    pub fn add(self, o: Exact) -> Option<Exact> {
        let n = self.n.checked_mul(o.d)?.checked_add(o.n.checked_mul(self.d)?)?;
        Exact::ratio(n, self.d.checked_mul(o.d)?)
    }

    pub fn mul(self, o: Exact) -> Option<Exact> {
        // Crosswise reduction keeps the products small.
        let (g, h) = (gcd(self.n, o.d).max(1), gcd(o.n, self.d).max(1));
        Exact::ratio((self.n / g).checked_mul(o.n / h)?, (self.d / h).checked_mul(o.d / g)?)
    }

    pub fn div(self, o: Exact) -> Option<Exact> {
        if o.n == 0 { None } else { self.mul(Exact::ratio(o.d, o.n)?) }
    }

    pub fn neg(self) -> Exact {
        Exact { n: -self.n, d: self.d }
    }

    /// `self` multiplied by itself, `exponent` times; negative exponents divide.
    pub fn pow(self, exponent: i32) -> Option<Exact> {
        let e = exponent.unsigned_abs();
        let p = Exact::ratio(self.n.checked_pow(e)?, self.d.checked_pow(e)?)?;
        if exponent < 0 { Exact::ONE.div(p) } else { Some(p) }
    }

    /// Whether it is whole, and which number it is.
    pub fn whole(self) -> Option<i64> {
        if self.d == 1 { i64::try_from(self.n).ok() } else { None }
    }

    pub fn is_negative(self) -> bool {
        self.n < 0
    }

    pub fn less_than(self, o: Exact) -> bool {
        match (self.n.checked_mul(o.d), o.n.checked_mul(self.d)) {
            (Some(a), Some(b)) => a < b,
            _ => (self.n / self.d) < (o.n / o.d),
        }
    }

    /// The largest power of ten that divides a whole number: 5 for 300 000.
    pub fn trailing_zeros(self) -> u32 {
        let (mut n, mut z) = (self.n, 0);
        while self.d == 1 && n != 0 && n % 10 == 0 {
            n /= 10;
            z += 1;
        }
        z
    }
}

impl std::fmt::Display for Exact {
    /// The shortest exact decimal, else `n/d`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (mut d, mut twos, mut fives) = (self.d, 0u32, 0u32);
        while d % 2 == 0 {
            d /= 2;
            twos += 1;
        }
        while d % 5 == 0 {
            d /= 5;
            fives += 1;
        }
        let scale = twos.max(fives);
        let factor = if d == 1 { 10i128.checked_pow(scale).map(|p| p / self.d) } else { None };
        let Some(digits) = factor.and_then(|x| self.n.checked_mul(x)) else {
            return write!(f, "{}/{}", self.n, self.d);
        };
        if scale == 0 {
            return write!(f, "{digits}");
        }
        let all = format!("{:0>width$}", digits.unsigned_abs(), width = scale as usize + 1);
        let (whole, part) = all.split_at(all.len() - scale as usize);
        write!(f, "{}{whole}.{part}", if digits < 0 { "-" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn writes_the_shortest_exact_form() {
        let s = |n, d| Exact::ratio(n, d).map(|x| x.to_string());
        assert_eq!(s(1, 2).as_deref(), Some("0.5"));
        assert_eq!(s(-13, 4).as_deref(), Some("-3.25"));
        assert_eq!(s(2, 3).as_deref(), Some("2/3"));
        assert_eq!(s(-7, 1000).as_deref(), Some("-0.007"));
        assert_eq!(s(1_000_000, 1).as_deref(), Some("1000000"));
        assert_eq!(Exact::ratio(1, 0), None);
        for written in ["0.5", "-3.25", "2/3", "1000000", "-0.007"] {
            assert_eq!(Exact::read(written).map(|x| x.to_string()).as_deref(), Some(written));
        }
        assert_eq!(Exact::read("1/0"), None);
        assert_eq!(
            Exact::int(11).div(Exact::int(10)).and_then(|x| x.pow(2)).map(|x| x.to_string()).as_deref(),
            Some("1.21")
        );
    }

    proptest! {
        #[test]
        fn addition_and_product_are_exact(a in -1_000_000i64..1_000_000, b in 1i64..10_000, c in -1_000_000i64..1_000_000) {
            let (x, y) = (Exact::ratio(a as i128, b as i128).unwrap(), Exact::int(c));
            let sum = x.add(y).unwrap();
            prop_assert_eq!(sum.add(y.neg()).unwrap(), x);
            if c != 0 {
                prop_assert_eq!(x.mul(y).unwrap().div(y).unwrap(), x);
            }
        }
    }
}
