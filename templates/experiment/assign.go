package experiment

import (
	"crypto/sha256"
	"encoding/binary"
)

// Fit says that the arms make an experiment: two to ten versions, each once, with
// weights of 1 to 100.
func Fit(arms []Arm) bool {
	if len(arms) < MinArms || len(arms) > MaxArms {
		return false
	}
	seen := map[int]bool{}
	for _, a := range arms {
		if a.Version < 0 || seen[a.Version] || a.Weight < MinWeight || a.Weight > MaxWeight {
			return false
		}
		seen[a.Version] = true
	}
	return true
}

// Assign returns the place of the arm that the account draws, always the same one.
//
// Each arm holds as many tickets as its weight, the account gives every ticket a
// number by chance, and the highest wins. So each arm is drawn in proportion to its
// weight, whatever was drawn in another experiment; the order of the arms does not
// matter; and an arm that is added, left out or weighed anew takes or gives up only
// accounts of its own: nobody moves between two others.
func Assign(id, accountID string, arms []Arm) int {
	seed := chance(id, accountID)
	best, drawn := uint64(0), 0
	for i, arm := range arms {
		own := mix(seed ^ mix(uint64(arm.Version)+1))
		for ticket := range uint64(arm.Weight) {
			if number := mix(own + ticket); number > best {
				best, drawn = number, i
			}
		}
	}
	return drawn
}

// chance is what the account throws in the experiment: the same each time, and
// unlike what it throws in any other.
func chance(id, accountID string) uint64 {
	sum := sha256.Sum256([]byte(id + "\x00" + accountID))
	return binary.BigEndian.Uint64(sum[:])
}

// mix scatters a number so that neighbours have nothing in common (the finalizer of
// SplitMix64, https://doi.org/10.1145/2660193.2660195).
func mix(n uint64) uint64 {
	n += 0x9e3779b97f4a7c15
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}
