package store_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

// person is an operator that is not stored yet.
func person(name string, role operator.Role) operator.Operator {
	return operator.Operator{ID: ids.New("opr", noon), Email: name + "@meadow-finch.example", Name: name, Role: role, CreatedAt: noon}
}

func hire(t testing.TB, s *store.Store, name string, role operator.Role) operator.Operator {
	t.Helper()
	o := person(name, role)
	is(t, s.CreateOperator(t.Context(), noon, o), nil)
	return o
}

func change(t testing.TB, s *store.Store, id string, fn func(*operator.Operator)) error {
	t.Helper()
	_, err := s.ChangeOperator(t.Context(), noon.Add(time.Hour), id, func(o *operator.Operator) error { fn(o); return nil })
	return err
}

func demote(o *operator.Operator) { o.Allow(operator.Viewer, false, false) }

func TestAnOperatorIsFoundAsKept(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		o := operator.Operator{ID: "opr_1", Email: "dana@meadow-finch.example", Name: "Dana Finch", Role: operator.Editor, MayPublish: true, MaySend: true,
			Zone: "Europe/Berlin", Phone: "+447700900123", EmailProven: noon.Add(1), PhoneProven: noon.Add(time.Second),
			Password: secret.New("$argon2id$x"), Subject: "https://id.example dana", Epoch: 7, CreatedAt: noon, DisabledAt: noon.Add(time.Minute), SignedInAt: noon.Add(time.Hour)}
		is(t, s.CreateOperator(t.Context(), noon, o), nil)
		o.EmailProven = noon // to the microsecond
		other := open()
		for name, find := range map[string]func() (operator.Operator, error){
			"id":      func() (operator.Operator, error) { return other.FindOperator(t.Context(), o.ID) },
			"email":   func() (operator.Operator, error) { return other.FindOperatorByEmail(t.Context(), o.Email) },
			"subject": func() (operator.Operator, error) { return other.FindOperatorBySubject(t.Context(), o.Subject) },
		} {
			got, err := find()
			if err != nil || got.Password.Reveal() != "$argon2id$x" {
				t.Fatalf("by %s: %v", name, err)
			}
			got.Password = o.Password
			sameOperator(t, got, o)
		}
	})
}

// sameOperator compares two operators by all but the password, whose value a comparison
// must not print.
func sameOperator(t testing.TB, got, want operator.Operator) {
	t.Helper()
	got.Password, want.Password = secret.String{}, secret.String{}
	if got != want {
		t.Fatalf("got %+v, want %+v", got, want)
	}
}

func TestWhoIsNotAnOperatorIsNotFound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		hire(t, s, "dana", operator.Admin)
		for _, value := range []string{"", "nobody", "nul\x00", "\xff"} {
			_, err := s.FindOperator(t.Context(), value)
			is(t, err, operator.ErrNotFound)
			_, err = s.FindOperatorByEmail(t.Context(), value)
			is(t, err, operator.ErrNotFound)
			_, err = s.FindOperatorBySubject(t.Context(), value)
			is(t, err, operator.ErrNotFound)
		}
		is(t, change(t, s, "nobody", demote), operator.ErrNotFound)
	})
}

func TestAnAddressAndAnIdentityBelongToOneOperator(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		dana, kim := person("dana", operator.Admin), person("kim", operator.Admin)
		dana.Subject = "https://id.example dana"
		is(t, s.CreateOperator(t.Context(), noon, dana), nil)
		is(t, s.CreateOperator(t.Context(), noon, person("dana", operator.Viewer)), operator.ErrTaken)
		is(t, s.CreateOperator(t.Context(), noon, kim), nil)
		is(t, change(t, s, kim.ID, func(o *operator.Operator) { o.Move(dana.Email) }), operator.ErrTaken)
		is(t, change(t, s, kim.ID, func(o *operator.Operator) { o.Subject = dana.Subject }), operator.ErrTaken)
		is(t, change(t, s, dana.ID, func(o *operator.Operator) { o.Name = "Dana" }), nil) // her own are not taken
		list, err := s.ListOperators(t.Context())
		is(t, err, nil)
		equal(t, len(list), 2)
	})
}

func TestOfManyWhoTakeAnAddressAtOnceOneGetsIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		stores := []*store.Store{s, open()}
		var made, taken atomic.Int64
		together(8, func(n int) {
			o := person("dana", operator.Admin)
			switch err := stores[n%2].CreateOperator(t.Context(), noon, o); {
			case err == nil:
				made.Add(1)
			case errors.Is(err, operator.ErrTaken):
				taken.Add(1)
			default:
				t.Error(err)
			}
		})
		equal(t, []int64{made.Load(), taken.Load()}, []int64{1, 7})
	})
}

func TestAChangeOfAnOperatorIsKept(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		o := hire(t, s, "dana", operator.Viewer)
		changed, err := s.ChangeOperator(t.Context(), noon, o.ID, func(o *operator.Operator) error {
			*o = operator.Operator{ID: "opr_other", Email: "finch@meadow-finch.example", Name: "Finch", Role: operator.Clerk, MaySend: true, Epoch: o.Epoch + 1,
				Zone: "Asia/Tokyo", Phone: "+447700900123", Password: secret.New("hash"), SignedInAt: noon.Add(1)}
			return nil
		})
		is(t, err, nil)
		got, err := s.FindOperator(t.Context(), o.ID)
		is(t, err, nil)
		sameOperator(t, got, changed)
		equal(t, []any{got.ID, got.Name, got.Epoch, got.CreatedAt, got.Password.Reveal()}, []any{o.ID, "Finch", 1, noon, "hash"})
	})
}

func TestAChangeThatIsRefusedWritesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		o, own := hire(t, s, "dana", operator.Viewer), errors.New("wrong password")
		_, err := s.ChangeOperator(t.Context(), noon, o.ID, func(o *operator.Operator) error {
			o.Name = "Mallory"
			return own
		})
		if err != own {
			t.Errorf("the error became %v", err)
		}
		got, err := s.FindOperator(t.Context(), o.ID)
		is(t, err, nil)
		equal(t, got.Name, "dana")
	})
}

func TestTheLastAdminWhoMaySignInStaysOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		dana, kim := hire(t, s, "dana", operator.Admin), hire(t, s, "kim", operator.Admin)
		hire(t, s, "robin", operator.Editor)
		is(t, change(t, s, kim.ID, func(o *operator.Operator) { o.Disable(noon) }), nil)
		is(t, change(t, s, dana.ID, demote), operator.ErrLastAdmin)
		is(t, change(t, s, dana.ID, func(o *operator.Operator) { o.Disable(noon) }), operator.ErrLastAdmin)
		is(t, change(t, s, kim.ID, demote), nil) // he may not sign in anyway
		is(t, change(t, s, dana.ID, func(o *operator.Operator) { o.Name = "Dana Finch" }), nil)
		is(t, change(t, s, kim.ID, func(o *operator.Operator) { o.Enable(); o.Allow(operator.Admin, true, true) }), nil)
		is(t, change(t, s, dana.ID, demote), nil)
	})
}

func TestAdminsWhoDemoteEachOtherAtOnceLeaveOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		stores := []*store.Store{s, open()}
		var admins []operator.Operator
		for n := range 6 {
			admins = append(admins, hire(t, s, fmt.Sprint("admin", n), operator.Admin))
		}
		together(len(admins), func(n int) {
			if err := change(t, stores[n%2], admins[n].ID, demote); err != nil && !errors.Is(err, operator.ErrLastAdmin) {
				t.Error(err)
			}
		})
		left, err := s.ListOperators(t.Context())
		is(t, err, nil)
		n := 0
		for _, o := range left {
			if o.May(operator.Manage) {
				n++
			}
		}
		equal(t, n, 1)
	})
}

func TestChangesOfOneOperatorAtOnceAllCount(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		stores, o := []*store.Store{s, open()}, hire(t, s, "dana", operator.Viewer)
		together(10, func(n int) {
			if err := change(t, stores[n%2], o.ID, (*operator.Operator).EndSessions); err != nil {
				t.Error(err)
			}
		})
		got, err := s.FindOperator(t.Context(), o.ID)
		is(t, err, nil)
		equal(t, got.Epoch, 10)
	})
}
