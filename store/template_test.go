package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/templates"
)

// wrote is the sources of a draft that says the text by SMS.
func wrote(text string) []templates.Source {
	return []templates.Source{{Channel: channels.SMS, Locale: "en-GB", Text: text}}
}

// drafted begins a draft of the template that says the text.
func drafted(t testing.TB, s *store.Store, key, text string) templates.Version {
	t.Helper()
	v, err := s.BeginDraft(t.Context(), noon, key, reminder.NewDraft{Sources: wrote(text), Why: "shorter", By: "ada"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// publishing publishes the version as it is, and leaves what waits alone.
func publishing(v templates.Version) reminder.Publishing {
	return reminder.Publishing{Key: v.Key, Number: v.Number, Revision: v.Revision, By: "grace", Scheduled: reminder.Stay}
}

// published is a new current version of the template.
func published(t testing.TB, s *store.Store, key, text string) templates.Version {
	t.Helper()
	out, err := s.Publish(t.Context(), noon, publishing(drafted(t, s, key, text)), nil)
	if err != nil {
		t.Fatal(err)
	}
	return out.Version
}

func edit(v templates.Version, text string) reminder.DraftEdit {
	return reminder.DraftEdit{Key: v.Key, Number: v.Number, Revision: v.Revision, Sources: wrote(text), By: "bob"}
}

func stepOf(v templates.Version, by, why string) reminder.VersionStep {
	return reminder.VersionStep{Key: v.Key, Number: v.Number, Revision: v.Revision, By: by, Why: why}
}

func is(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

// said is the version's first text, as it is stored.
func said(t testing.TB, s *store.Store, key string, number int) string {
	t.Helper()
	v, err := s.FindVersion(t.Context(), key, number)
	if err != nil {
		t.Fatal(err)
	}
	return v.Sources[0].Text
}

func TestEveryTemplateIsListedWithItsCurrentVersionAndOpenDraft(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		published(t, s, "gentle", "one")
		drafted(t, s, "gentle", "two")
		own := templates.Template{Key: "spring_letter", Stage: templates.Firm}
		if _, err := s.CreateTemplate(t.Context(), noon, own, reminder.NewDraft{Sources: wrote("own"), By: "ada"}, nil); err != nil {
			t.Fatal(err)
		}
		list, err := s.ListTemplates(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		shipped := templates.Stages()
		equal(t, len(list), len(shipped)+1)
		for i, stage := range shipped {
			equal(t, list[i].Stage, stage)
		}
		gentle := list[slices.Index(shipped, templates.Gentle)]
		equal(t, gentle, reminder.TemplateView{Template: templates.Template{Key: "gentle", Stage: templates.Gentle}, Shipped: true,
			Current: 1, Open: 2, OpenState: templates.Draft, Latest: 2, CreatedAt: noon, ChangedAt: noon})
		equal(t, list[len(list)-1], reminder.TemplateView{Template: own, Open: 1, OpenState: templates.Draft, Latest: 1, CreatedAt: noon})
		found, err := s.FindTemplate(t.Context(), "final")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, found, reminder.TemplateView{Template: templates.Template{Key: "final", Stage: templates.Final}, Shipped: true})
		_, err = s.FindTemplate(t.Context(), "nobody")
		is(t, err, reminder.ErrNoTemplate)
		_, err = s.ListVersions(t.Context(), "nobody")
		is(t, err, reminder.ErrNoTemplate)
	})
}

func TestATemplateOfOnesOwnHasAKeyAndAStageThatMayBeEnqueued(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		create := func(key string, stage templates.Stage) error {
			_, err := s.CreateTemplate(t.Context(), noon, templates.Template{Key: key, Stage: stage}, reminder.NewDraft{Sources: wrote("own")}, nil)
			return err
		}
		is(t, create("letter_2", templates.Gentle), nil)
		is(t, create("letter_2", templates.Firm), reminder.ErrTemplateExists)
		is(t, create("gentle", templates.Gentle), reminder.ErrTemplateExists)
		is(t, create("other", templates.PromiseNoted), reminder.ErrTemplateStage)
		is(t, create("other", "angry"), templates.ErrStage)
		for _, key := range []string{"", "2nd", "Letter", "a-b", "a/b", "reference", "preview", string(make([]byte, 65))} {
			is(t, create(key, templates.Gentle), reminder.ErrTemplateKey)
		}
	})
}

func TestATemplateMayBeUsedOnceAVersionIsPublished(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		other := open()
		usable := func(key string) (bool, templates.Stage) {
			stage, found, err := other.StageOf(t.Context(), key)
			if err != nil {
				t.Fatal(err)
			}
			return found, stage
		}
		d, err := s.CreateTemplate(t.Context(), noon, templates.Template{Key: "letter", Stage: templates.Final}, reminder.NewDraft{Sources: wrote("own")}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if found, _ := usable("letter"); found {
			t.Error("a draft may be used")
		}
		if _, err := s.Publish(t.Context(), noon, publishing(d), nil); err != nil {
			t.Fatal(err)
		}
		for range 2 { // read, and remembered
			if found, stage := usable("letter"); !found || stage != templates.Final {
				t.Errorf("found %v, stage %q", found, stage)
			}
		}
		if found, stage := usable("thanks"); !found || stage != templates.Thanks {
			t.Errorf("found %v, stage %q", found, stage)
		}
	})
}

func TestADraftKeepsWhoWhenAndWhy(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		d := drafted(t, s, "gentle", "one\x00\xff")
		why := "kinder"
		e := edit(d, "two")
		e.Why = &why
		e.Sources = append(e.Sources, templates.Source{Key: "elsewhere", Channel: channels.Email, Locale: "de", Text: "mail"},
			templates.Source{Channel: channels.Voice, Locale: "de", Text: "ring", Limited: "back"})
		later := noon.Add(time.Hour)
		if _, err := s.SaveDraft(t.Context(), later, e, nil); err != nil {
			t.Fatal(err)
		}
		v, err := s.FindVersion(t.Context(), "gentle", 1)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, v, templates.Version{Key: "gentle", Number: 1, State: templates.Draft, Revision: 2, Why: "kinder",
			Sources: []templates.Source{
				{Key: "gentle", Channel: channels.Email, Locale: "de", Text: "mail"},
				{Key: "gentle", Channel: channels.SMS, Locale: "en-GB", Text: "two"},
				{Key: "gentle", Channel: channels.Voice, Locale: "de", Text: "ring", Limited: "back"}},
			CreatedBy: "ada", CreatedAt: noon, EditedBy: "bob", EditedAt: later})
		_, err = s.FindVersion(t.Context(), "gentle", 0)
		is(t, err, reminder.ErrNoVersion)
	})
}

func TestAnEditThatCameBetweenIsNotOverwritten(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		d := drafted(t, s, "gentle", "one")
		if _, err := s.SaveDraft(t.Context(), noon, edit(d, "two"), nil); err != nil {
			t.Fatal(err)
		}
		_, err := s.SaveDraft(t.Context(), noon, edit(d, "three"), nil)
		is(t, err, reminder.ErrEdited)
		_, err = s.SubmitDraft(t.Context(), noon, stepOf(d, "ada", ""), nil)
		is(t, err, reminder.ErrEdited)
		_, err = s.DiscardDraft(t.Context(), noon, stepOf(d, "ada", ""), nil)
		is(t, err, reminder.ErrEdited)
		_, err = s.Publish(t.Context(), noon, publishing(d), nil)
		is(t, err, reminder.ErrEdited)
		equal(t, said(t, s, "gentle", 1), "two")
		_, err = s.SaveDraft(t.Context(), noon, edit(templates.Version{Key: "gentle", Number: 2, Revision: 1}, "x"), nil)
		is(t, err, reminder.ErrNoVersion)
	})
}

func TestWhatWaitsForALookIsNotEditedAndComesBackWithAReason(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		d := drafted(t, s, "gentle", "one")
		_, err := s.ReturnDraft(t.Context(), noon, stepOf(d, "grace", "no"), nil)
		is(t, err, reminder.ErrState)
		v, err := s.SubmitDraft(t.Context(), noon, stepOf(d, "ada", ""), nil)
		is(t, err, nil)
		equal(t, []string{string(v.State), v.ReviewBy, v.Why}, []string{"review", "ada", "shorter"})
		_, err = s.SaveDraft(t.Context(), noon, edit(v, "two"), nil)
		is(t, err, reminder.ErrState)
		v, err = s.ReturnDraft(t.Context(), noon, stepOf(v, "grace", "too cold"), nil)
		is(t, err, nil)
		equal(t, []string{string(v.State), v.ReturnBy, v.ReturnWhy, v.Why}, []string{"draft", "grace", "too cold", "shorter"})
		_, err = s.SaveDraft(t.Context(), noon, edit(v, "two"), nil)
		is(t, err, nil)
	})
}

func TestATemplateHasOneOpenDraftAndADiscardedOneMakesRoom(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		d := drafted(t, s, "gentle", "one")
		_, err := s.BeginDraft(t.Context(), noon, "gentle", reminder.NewDraft{Sources: wrote("two")}, nil)
		is(t, err, reminder.ErrDraftOpen)
		v, err := s.DiscardDraft(t.Context(), noon, stepOf(d, "bob", "not now"), nil)
		is(t, err, nil)
		equal(t, []string{string(v.State), v.EditedBy, v.Why}, []string{"discarded", "bob", "not now"})
		for _, f := range []func() error{
			func() error { _, err := s.SaveDraft(t.Context(), noon, edit(v, "x"), nil); return err },
			func() error { _, err := s.SubmitDraft(t.Context(), noon, stepOf(v, "ada", ""), nil); return err },
			func() error { _, err := s.Publish(t.Context(), noon, publishing(v), nil); return err },
		} {
			is(t, f(), reminder.ErrState)
		}
		again := drafted(t, s, "gentle", "two")
		equal(t, []int{again.Number, again.Base}, []int{2, 0})
		equal(t, said(t, s, "gentle", 1), "one")
		_, err = s.BeginDraft(t.Context(), noon, "nobody", reminder.NewDraft{}, nil)
		is(t, err, reminder.ErrNoTemplate)
	})
}

func TestARestoreIsANewDraftThatNamesItsBase(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		published(t, s, "gentle", "one")
		published(t, s, "gentle", "two")
		_, err := s.BeginDraft(t.Context(), noon, "gentle", reminder.NewDraft{Base: 7, Sources: wrote("x")}, nil)
		is(t, err, reminder.ErrNoVersion)
		old, err := s.FindVersion(t.Context(), "gentle", 1)
		is(t, err, nil)
		v, err := s.BeginDraft(t.Context(), noon, "gentle", reminder.NewDraft{Base: 1, Sources: old.Sources, By: "ada"}, nil)
		is(t, err, nil)
		equal(t, []int{v.Number, v.Base}, []int{3, 1})
		_, err = s.Publish(t.Context(), noon, publishing(v), nil)
		is(t, err, nil)
		equal(t, said(t, s, "gentle", 3), "one")
		list, err := s.ListVersions(t.Context(), "gentle")
		is(t, err, nil)
		var shown []string
		for _, v := range list {
			shown = append(shown, fmt.Sprint(v.Number, " ", v.State, " ", len(v.Sources)))
		}
		equal(t, shown, []string{"3 published 0", "2 published 0", "1 published 0"})
	})
}

func TestTwoWhoBeginADraftAtOnceDoNotBothGetOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		stores, errs := []*store.Store{s, open()}, make([]error, 8)
		together(8, func(n int) {
			_, errs[n] = stores[n%2].BeginDraft(t.Context(), noon, "firm", reminder.NewDraft{Sources: wrote("x")}, nil)
		})
		begun := 0
		for _, err := range errs {
			if err == nil {
				begun++
				continue
			}
			is(t, err, reminder.ErrDraftOpen)
		}
		equal(t, begun, 1)
	})
}
