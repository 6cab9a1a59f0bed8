package store_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

// invite makes a link for the operator and returns its hash.
func invite(t testing.TB, s *store.Store, id string) string {
	t.Helper()
	link, _ := operator.NewLink(id, noon)
	is(t, s.CreateLink(t.Context(), link), nil)
	return link.Hash
}

func TestALinkLetsInOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		o := hire(t, s, "dana", operator.Admin)
		hash := invite(t, s, o.ID)
		for range 2 { // to look at it does not use it
			found, err := s.FindLink(t.Context(), noon, hash)
			is(t, err, nil)
			equal(t, found.ID, o.ID)
		}
		used, err := s.UseLink(t.Context(), noon, hash)
		is(t, err, nil)
		sameOperator(t, used, o) // no address is proven by it
		_, err = s.UseLink(t.Context(), noon, hash)
		is(t, err, operator.ErrNoLink)
		_, err = s.FindLink(t.Context(), noon, hash)
		is(t, err, operator.ErrNoLink)
	})
}

func TestOfManyWhoUseALinkAtOnceOneIsLetIn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		stores, o := []*store.Store{s, open()}, hire(t, s, "dana", operator.Admin)
		hash := invite(t, s, o.ID)
		var in atomic.Int64
		together(10, func(n int) {
			switch _, err := stores[n%2].UseLink(t.Context(), noon, hash); {
			case err == nil:
				in.Add(1)
			case !errors.Is(err, operator.ErrNoLink):
				t.Error(err)
			}
		})
		equal(t, in.Load(), int64(1))
	})
}

func TestALinkEnds(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		hire(t, s, "boss", operator.Admin)
		for name, end := range map[string]func(o operator.Operator) (at time.Time){
			"after a day": func(operator.Operator) time.Time { return noon.Add(operator.LinkLife) },
			"when there is a newer one": func(o operator.Operator) time.Time {
				invite(t, s, o.ID)
				return noon
			},
			"when the password changes": func(o operator.Operator) time.Time {
				is(t, change(t, s, o.ID, func(o *operator.Operator) { o.Password = secret.New("hash") }), nil)
				return noon
			},
			"while the operator is disabled": func(o operator.Operator) time.Time {
				is(t, change(t, s, o.ID, func(o *operator.Operator) { o.Disable(noon) }), nil)
				return noon
			},
			"even when enabled again": func(o operator.Operator) time.Time {
				is(t, change(t, s, o.ID, func(o *operator.Operator) { o.Disable(noon) }), nil)
				is(t, change(t, s, o.ID, (*operator.Operator).Enable), nil)
				return noon
			},
		} {
			o := person("p"+ids.New("x", noon), operator.Viewer)
			is(t, s.CreateOperator(t.Context(), noon, o), nil)
			hash := invite(t, s, o.ID)
			at := end(o)
			if _, err := s.FindLink(t.Context(), at, hash); !errors.Is(err, operator.ErrNoLink) {
				t.Errorf("%s: found, %v", name, err)
			}
			if _, err := s.UseLink(t.Context(), at, hash); !errors.Is(err, operator.ErrNoLink) {
				t.Errorf("%s: used, %v", name, err)
			}
		}
	})
}

func TestALinkStaysWhileOnlyRightsChange(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		o := hire(t, s, "dana", operator.Clerk)
		hash := invite(t, s, o.ID)
		is(t, change(t, s, o.ID, demote), nil)
		used, err := s.UseLink(t.Context(), noon.Add(operator.LinkLife-time.Microsecond), hash)
		is(t, err, nil)
		equal(t, used.Role, operator.Viewer)
	})
}

func TestNobodyHasALinkWhoIsNoOperator(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		link, _ := operator.NewLink("opr_nobody", noon)
		is(t, s.CreateLink(t.Context(), link), operator.ErrNotFound)
		for _, hash := range []string{"", link.Hash, "nul\x00", "\xff"} {
			_, err := s.UseLink(t.Context(), noon, hash)
			is(t, err, operator.ErrNoLink)
		}
	})
}

func TestLinksAreForgottenADayAfterTheyEnded(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		s := storetest.Open(t, url)
		used, expired := hire(t, s, "dana", operator.Admin), hire(t, s, "kim", operator.Admin)
		hash := invite(t, s, used.ID)
		invite(t, s, expired.ID)
		_, err := s.UseLink(t.Context(), noon, hash)
		is(t, err, nil)
		for _, tt := range []struct {
			after time.Duration
			left  int
		}{{23 * time.Hour, 2}, {24 * time.Hour, 1}, {47 * time.Hour, 1}, {48 * time.Hour, 0}} {
			is(t, s.Prune(t.Context(), noon.Add(tt.after)), nil)
			equal(t, rowsIn(t, url, "operator_link"), tt.left)
		}
	})
}
