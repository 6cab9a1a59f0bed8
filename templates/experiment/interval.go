package experiment

import "math"

// z95 is the normal quantile of a two-sided interval at 95 %.
const z95 = 1.959963984540054

// NewShare is count of so many, with the Wilson interval of the rate behind it at
// 95 %, which stays between 0 and 1 and says something even of 0 of 10
// (https://doi.org/10.1080/01621459.1927.10502953).
func NewShare(count, of int) Share {
	s := Share{Count: count, Of: of, High: 1}
	if of <= 0 {
		return s
	}
	n, rate := float64(of), float64(count)/float64(of)
	scale := 1 + z95*z95/n
	middle := (rate + z95*z95/(2*n)) / scale
	half := z95 / scale * math.Sqrt(rate*(1-rate)/n+z95*z95/(4*n*n))
	s.Low, s.High = max(0, middle-half), min(1, middle+half)
	if count == 0 {
		s.Low = 0 // what rounding leaves
	}
	if count == of {
		s.High = 1
	}
	return s
}

// Rate is the count as a part of 1; 0 of nothing.
func (s Share) Rate() float64 {
	if s.Of == 0 {
		return 0
	}
	return float64(s.Count) / float64(s.Of)
}
