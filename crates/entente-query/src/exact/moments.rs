//! What a statistic of one or two columns needs to know of its rows: how many, and up to five exact sums.

use super::{Ratio, Sum, Way};

/// A statistic whose value does not depend on the order of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Statistic {
    /// Sum of whole numbers, itself one.
    WholeSum,
    /// Sum.
    Sum,
    /// Mean.
    Mean,
    /// Variance of a sample, divided by n - 1.
    Variance,
    /// Variance of a population, divided by n.
    PopulationVariance,
    /// Root of the variance of a sample.
    Deviation,
    /// Root of the variance of a population.
    PopulationDeviation,
    /// Covariance of a sample.
    Covariance,
    /// Covariance of a population.
    PopulationCovariance,
    /// Correlation.
    Correlation,
    /// Slope of the line of least squares of the first column on the second.
    Slope,
    /// Its height where the second column is zero.
    Intercept,
    /// Share of the variance that it explains.
    RSquared,
}

impl Statistic {
    /// How many columns it takes.
    pub fn columns(self) -> usize {
        match self {
            Self::WholeSum
            | Self::Sum
            | Self::Mean
            | Self::Variance
            | Self::PopulationVariance
            | Self::Deviation
            | Self::PopulationDeviation => 1,
            _ => 2,
        }
    }

    fn needs_squares(self) -> bool {
        !matches!(self, Self::WholeSum | Self::Sum | Self::Mean)
    }
}

/// A cell of a column that has a value.
#[derive(Debug, Clone, Copy)]
pub enum Cell {
    /// A whole number.
    Whole(i64),
    /// A finite double.
    Real(f64),
}

/// A value, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// A whole number.
    Whole(i64),
    /// A double.
    Real(f64),
    /// Too few rows, no variance, or a number that no double holds.
    None,
    /// A whole number over 64 bits.
    TooLarge,
}

/// Count and exact sums of the rows seen.
#[derive(Debug, Clone, Default)]
pub struct Moments {
    rows: i64,
    x: Sum,
    y: Sum,
    xx: Sum,
    yy: Sum,
    xy: Sum,
}

impl Moments {
    /// Adds a row of one column, or takes it away.
    pub fn one(&mut self, statistic: Statistic, cell: Cell, way: Way) {
        self.count(way);
        match cell {
            Cell::Whole(x) => self.x.whole(x, way),
            Cell::Real(x) => self.x.real(x, way),
        }
        if let Cell::Real(x) = cell
            && statistic.needs_squares()
        {
            self.xx.product(x, x, way);
        }
    }

    /// Adds a row of two columns, or takes it away.
    pub fn two(&mut self, x: f64, y: f64, way: Way) {
        self.count(way);
        self.x.real(x, way);
        self.y.real(y, way);
        self.xx.product(x, x, way);
        self.yy.product(y, y, way);
        self.xy.product(x, y, way);
    }

    fn count(&mut self, way: Way) {
        self.rows += if way == Way::Add { 1 } else { -1 };
    }

    /// Adds the rows of another.
    pub fn merge(&mut self, other: &Self) {
        self.rows += other.rows;
        for (mine, others) in self.sums().into_iter().zip([&other.x, &other.y, &other.xx, &other.yy, &other.xy]) {
            mine.merge(others);
        }
    }

    fn sums(&mut self) -> [&mut Sum; 5] {
        [&mut self.x, &mut self.y, &mut self.xx, &mut self.yy, &mut self.xy]
    }

    /// Writes it as bytes.
    pub fn to_bytes(&mut self) -> Vec<u8> {
        let mut bytes = self.rows.to_le_bytes().to_vec();
        self.sums().into_iter().for_each(|sum| sum.write(&mut bytes));
        bytes
    }

    /// Reads it from bytes; none where they are something else.
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let rows = i64::from_le_bytes(*bytes.split_off(..8)?.as_array()?);
        let mut next = || Sum::read(&mut bytes);
        Some(Self { rows, x: next()?, y: next()?, xx: next()?, yy: next()?, xy: next()? })
    }

    /// The statistic of the rows seen. Every quotient is exact and rounded once; roots and the last step of a correlation and of an
    /// intercept are single operations on such values.
    pub fn value(&self, statistic: Statistic) -> Value {
        let n = self.rows;
        if n == 0 {
            return Value::None;
        }
        let (x, y) = (Ratio::of(&self.x), Ratio::of(&self.y));
        // n times the sum of squares about the mean; and the like for products.
        let xx = || Ratio::of(&self.xx).many(n).minus(&x.times(&x));
        let yy = || Ratio::of(&self.yy).many(n).minus(&y.times(&y));
        let xy = || Ratio::of(&self.xy).many(n).minus(&x.times(&y));
        let (population, sample) = (i128::from(n) * i128::from(n), i128::from(n) * i128::from(n - 1));
        let value = match statistic {
            Statistic::WholeSum => return x.whole().map_or(Value::TooLarge, Value::Whole),
            Statistic::Sum => x.over_count(1),
            Statistic::Mean => x.over_count(n.into()),
            Statistic::Variance => xx().over_count(sample),
            Statistic::PopulationVariance => xx().over_count(population),
            Statistic::Deviation => xx().over_count(sample).map(f64::sqrt),
            Statistic::PopulationDeviation => xx().over_count(population).map(f64::sqrt),
            Statistic::Covariance => xy().over_count(sample),
            Statistic::PopulationCovariance => xy().over_count(population),
            Statistic::Correlation => correlation(&xx(), &yy(), &xy()),
            Statistic::RSquared => xy().times(&xy()).over(&xx().times(&yy())),
            Statistic::Slope => xy().over(&yy()),
            // (sum x * sum yy - sum y * sum xy) / (n sum yy - (sum y)^2), without rounding in between.
            Statistic::Intercept => x.times(&Ratio::of(&self.yy)).minus(&y.times(&Ratio::of(&self.xy))).over(&yy()),
        };
        value.filter(|v| v.is_finite()).map_or(Value::None, |v| Value::Real(v + 0.0))
    }
}

/// The correlation from exact sums about the means. The covariance is divided by one variance exactly, so that sizes cannot run over.
fn correlation(xx: &Ratio, yy: &Ratio, xy: &Ratio) -> Option<f64> {
    // r^2 is one exact quotient; its sign is that of the covariance.
    let squared = xy.times(xy).over(&xx.times(yy))?;
    let is_negative = xy.over(xx)? < 0.0;
    let r = squared.sqrt().min(1.0);
    Some(if is_negative { -r } else { r })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(statistic: Statistic, values: &[f64]) -> Value {
        let mut moments = Moments::default();
        values.iter().for_each(|x| moments.one(statistic, Cell::Real(*x), Way::Add));
        moments.value(statistic)
    }

    fn pair(statistic: Statistic, rows: &[(f64, f64)]) -> Value {
        let mut moments = Moments::default();
        rows.iter().for_each(|(x, y)| moments.two(*x, *y, Way::Add));
        Moments::from_bytes(&moments.to_bytes()).unwrap().value(statistic)
    }

    /// 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares about it 32, so 4 and 2 for a population and 32/7 for a sample.
    #[test]
    fn one_column_by_hand() {
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        assert_eq!(of(Statistic::Mean, &values), Value::Real(5.0));
        assert_eq!(of(Statistic::PopulationVariance, &values), Value::Real(4.0));
        assert_eq!(of(Statistic::PopulationDeviation, &values), Value::Real(2.0));
        assert_eq!(of(Statistic::Variance, &values), Value::Real(32.0 / 7.0));
        assert_eq!(of(Statistic::Variance, &[1.0]), Value::None);
        assert_eq!(of(Statistic::PopulationVariance, &[1.0]), Value::Real(0.0));
        assert_eq!(of(Statistic::Mean, &[]), Value::None);
        assert_eq!(of(Statistic::Sum, &[f64::MAX, f64::MAX]), Value::None);
        // The textbook formula in doubles gives zero or less here; the variance of 1, 2, 3 does not care for the shift.
        assert_eq!(of(Statistic::Variance, &[1e15 + 1.0, 1e15 + 2.0, 1e15 + 3.0]), Value::Real(1.0));
    }

    /// x 1, 2, 3, 4 and y 2, 4, 5, 9: means 2.5 and 5; products about the means 11, squares 5 and 26.
    #[test]
    fn two_columns_by_hand() {
        // The first column is the one that is explained.
        let rows = [(2.0, 1.0), (4.0, 2.0), (5.0, 3.0), (9.0, 4.0)];
        assert_eq!(pair(Statistic::Covariance, &rows), Value::Real(11.0 / 3.0));
        assert_eq!(pair(Statistic::PopulationCovariance, &rows), Value::Real(11.0 / 4.0));
        assert_eq!(pair(Statistic::Slope, &rows), Value::Real(2.2));
        assert_eq!(pair(Statistic::Intercept, &rows), Value::Real(-0.5));
        assert_eq!(pair(Statistic::Correlation, &rows), Value::Real((121.0f64 / 130.0).sqrt()));
        let back: Vec<(f64, f64)> = rows.iter().map(|(x, y)| (*x, -y)).collect();
        assert_eq!(pair(Statistic::Correlation, &back), Value::Real(-(121.0f64 / 130.0).sqrt()));
        assert_eq!(pair(Statistic::Correlation, &[(1.0, 1.0), (1.0, 2.0)]), Value::None);
        assert_eq!(pair(Statistic::Correlation, &[(1e200, 1e-200), (2e200, 2e-200), (3e200, 3e-200)]), Value::Real(1.0));
        assert_eq!(pair(Statistic::Covariance, &[(1.0, 1.0)]), Value::None);
    }

    #[test]
    fn whole_numbers_stay_whole() {
        let mut moments = Moments::default();
        for x in [i64::MAX, i64::MAX, i64::MIN] {
            moments.one(Statistic::WholeSum, Cell::Whole(x), Way::Add);
        }
        assert_eq!(moments.value(Statistic::WholeSum), Value::Whole(i64::MAX - 1));
        moments.one(Statistic::WholeSum, Cell::Whole(2), Way::Add);
        assert_eq!(moments.value(Statistic::WholeSum), Value::TooLarge);
    }
}
