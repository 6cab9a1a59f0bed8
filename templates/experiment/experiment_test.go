package experiment_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/templates/experiment"
)

func arms(pairs ...int) (list []experiment.Arm) {
	for pair := range slices.Chunk(pairs, 2) {
		list = append(list, experiment.Arm{Version: pair[0], Weight: pair[1]})
	}
	return list
}

func account(n int) string { return fmt.Sprintf("acc_%026d", n) }

func TestAnExperimentHasTwoToTenVersionsEachOnceByWeight(t *testing.T) {
	t.Parallel()
	var many []int
	for n := range 11 {
		many = append(many, n, 1)
	}
	for name, c := range map[string]struct {
		arms []experiment.Arm
		fit  bool
	}{
		"two":               {arms(1, 50, 2, 50), true},
		"the shipped one":   {arms(0, 1, 2, 100), true},
		"ten":               {arms(many[:20]...), true},
		"eleven":            {arms(many...), false},
		"none":              {nil, false},
		"one":               {arms(1, 100), false},
		"one of them twice": {arms(1, 50, 1, 50), false},
		"a weight of 0":     {arms(1, 0, 2, 50), false},
		"a weight of 101":   {arms(1, 101, 2, 50), false},
		"no such number":    {arms(-1, 50, 2, 50), false},
	} {
		if experiment.Fit(c.arms) != c.fit {
			t.Errorf("%s: fit is %v", name, !c.fit)
		}
	}
}

func TestAnAccountDrawsTheSameVersionEachTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		id, of := rapid.String().Draw(t, "id"), rapid.String().Draw(t, "account")
		list := arms(1, rapid.IntRange(1, 100).Draw(t, "a"), 2, rapid.IntRange(1, 100).Draw(t, "b"), 3, 7)
		first := experiment.Assign(id, of, list)
		turned := slices.Clone(list)
		slices.Reverse(turned)
		if experiment.Assign(id, of, list) != first || turned[experiment.Assign(id, of, turned)] != list[first] {
			t.Fatal("another one")
		}
	})
	// Pinned for good: accounts that were drawn before an update of ours keep theirs.
	var drawn []int
	for n := range 16 {
		drawn = append(drawn, experiment.Assign("exp_1", account(n), arms(1, 50, 2, 30, 3, 20)))
	}
	if want := []int{0, 0, 0, 1, 1, 0, 2, 0, 2, 0, 1, 1, 1, 0, 0, 1}; !slices.Equal(drawn, want) {
		t.Errorf("drew %v, not %v", drawn, want)
	}
}

// spread counts what many accounts draw.
func spread(id string, n int, list []experiment.Arm) []int {
	counts := make([]int, len(list))
	for i := range n {
		counts[experiment.Assign(id, account(i), list)]++
	}
	return counts
}

func TestEachVersionIsDrawnByItsWeight(t *testing.T) {
	t.Parallel()
	const n = 20_000
	for _, list := range [][]experiment.Arm{arms(1, 50, 2, 50), arms(1, 90, 2, 10), arms(0, 1, 1, 1, 2, 1), arms(3, 100, 4, 1), arms(1, 20, 2, 30, 3, 50)} {
		total := 0
		for _, a := range list {
			total += a.Weight
		}
		chi := 0.0
		for i, got := range spread("exp_even", n, list) {
			want := n * float64(list[i].Weight) / float64(total)
			chi += (float64(got) - want) * (float64(got) - want) / want
		}
		if chi > 16 { // a chance of less than 1 in 2000 with up to three versions
			t.Errorf("%v: drawn unevenly, chi² %.1f", list, chi)
		}
	}
}

func TestExperimentsDrawIndependently(t *testing.T) {
	t.Parallel()
	both, list := 0, arms(1, 50, 2, 50)
	for i := range 10_000 {
		if experiment.Assign("exp_one", account(i), list) == experiment.Assign("exp_two", account(i), list) {
			both++
		}
	}
	if both < 4800 || both > 5200 {
		t.Errorf("%d of 10000 drew alike", both)
	}
}

func TestWhoDrewOneVersionNeverMovesBetweenTwoOthers(t *testing.T) {
	t.Parallel()
	before, without, heavier := arms(1, 40, 2, 40, 3, 20), arms(1, 40, 2, 40), arms(1, 60, 2, 40, 3, 20)
	for i := range 5000 {
		drawn := before[experiment.Assign("exp_1", account(i), before)].Version
		if now := without[experiment.Assign("exp_1", account(i), without)].Version; drawn != 3 && now != drawn {
			t.Fatal("a version that was left out moved an account of another")
		}
		if now := heavier[experiment.Assign("exp_1", account(i), heavier)].Version; now != drawn && now != 1 {
			t.Fatal("a version that weighs more sent an account to another")
		}
	}
}

func TestAnIntervalIsThatOfWilson(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		count, of int
		low, high float64
	}{ // computed by hand from the formula, to four places
		{0, 0, 0, 1}, {0, 10, 0, 0.2775}, {10, 10, 0.7225, 1}, {1, 10, 0.0179, 0.4042},
		{50, 100, 0.4038, 0.5962}, {15, 148, 0.0624, 0.1605}, {3, 1000, 0.0010, 0.0088},
	} {
		s := experiment.NewShare(c.count, c.of)
		if math.Abs(s.Low-c.low) > 6e-5 || math.Abs(s.High-c.high) > 6e-5 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", c.count, c.of, s.Low, s.High, c.low, c.high)
		}
	}
}

func TestAnIntervalHoldsItsRateAndNarrows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		of := rapid.IntRange(1, 100_000).Draw(t, "of")
		s := experiment.NewShare(rapid.IntRange(0, of).Draw(t, "count"), of)
		more := experiment.NewShare(s.Count*4, s.Of*4)
		if s.Low < 0 || s.High > 1 || s.Low > s.Rate() || s.High < s.Rate() || more.High-more.Low >= s.High-s.Low {
			t.Fatalf("%+v, four times as many %+v", s, more)
		}
	})
}

func TestAnIntervalHoldsTheTruthNineteenTimesInTwenty(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	for _, rate := range []float64{0.02, 0.1, 0.5} {
		held := 0
		for range 2000 {
			if s := experiment.NewShare(some(rng, 400, rate), 400); s.Low <= rate && rate <= s.High {
				held++
			}
		}
		if held < 1860 { // 93 %
			t.Errorf("at %v it held %d times in 2000", rate, held)
		}
	}
}

// some is how many of n a chance picks.
func some(rng *rand.Rand, n int, chance float64) (hits int) {
	for range n {
		if rng.Float64() < chance {
			hits++
		}
	}
	return hits
}
