package templates_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// archive is a store of published versions that counts how often it is asked.
type archive struct {
	asked atomic.Int64
	fail  atomic.Bool
	texts map[string][]templates.Source // by key@version
}

var errArchive = errors.New("the archive is shut")

func (a *archive) fetch(_ context.Context, key string, version int) (templates.Stage, []templates.Source, error) {
	a.asked.Add(1)
	if a.fail.Load() {
		return "", nil, errArchive
	}
	return templates.Gentle, a.texts[fmt.Sprintf("%s@%d", key, version)], nil
}

// said is an SMS of the key in the locale, as a store holds it: without a file.
func said(key, locale, text string) templates.Source {
	return templates.Source{Key: key, Channel: channels.SMS, Locale: locale, Text: text}
}

func newArchive() *archive {
	return &archive{texts: map[string][]templates.Source{
		"gentle@1": {said("gentle", "en-GB", goodSMS+"one"), said("gentle", "de", goodSMS+"eins")},
		"gentle@2": {said("gentle", "de", goodSMS+"zwei")},
		"vip@1":    {said("vip", "en-US", goodSMS+"vip")},
		"old@1":    {said("old", "en-GB", "Agreed long ago: {{ total }}")},
		"broken@1": {said("broken", "en-GB", goodSMS+"{{ secrets }}")},
	}}
}

func TestAReminderIsWrittenWithTheVersionThatItNames(t *testing.T) {
	t.Parallel()
	catalogue := templates.NewCatalogue(embedded(t), newArchive().fetch)
	for _, c := range []struct {
		key     string
		version int
		locale  string
		ends    string
		name    string
	}{
		{"gentle", 1, "en-GB", "one", "gentle@1/sms/en-GB@"},
		{"gentle", 1, "de-AT", "eins", "gentle@1/sms/de@"},
		{"gentle", 1, "fr", "one", "gentle@1/sms/en-GB@"},
		{"gentle", 2, "de", "zwei", "gentle@2/sms/de@"},
		{"vip", 1, "en-GB", "vip", "vip@1/sms/en-US@"},
		{"old", 1, "en-GB", "Agreed long ago: £1,250.00", "old@1/sms/en-GB@"},
	} {
		words, err := catalogue.Render(t.Context(), c.key, c.version, channels.SMS, c.locale, usual())
		if err != nil || !strings.HasSuffix(words.Text, c.ends) || !strings.HasPrefix(words.Version, c.name) || len(words.Version) != len(c.name)+12 {
			t.Errorf("%s@%d for %s: %q, %s (%v)", c.key, c.version, c.locale, words.Text, words.Version, err)
		}
	}
}

func TestVersionZeroIsTheShippedText(t *testing.T) {
	t.Parallel()
	set, store := embedded(t), newArchive()
	catalogue := templates.NewCatalogue(set, store.fetch)
	want, err := set.Render("gentle", channels.Email, "de", usual())
	if err != nil {
		t.Fatal(err)
	}
	got, err := catalogue.Render(t.Context(), "gentle", 0, channels.Email, "de", usual())
	if err != nil || got != want || store.asked.Load() != 0 {
		t.Errorf("differs, or the archive was asked: %v", err)
	}
	if !catalogue.Has("gentle") || catalogue.Has("vip") {
		t.Error("Has does not tell what is shipped")
	}
}

func TestAVersionSpeaksForItself(t *testing.T) {
	t.Parallel()
	catalogue := templates.NewCatalogue(embedded(t), newArchive().fetch)
	for _, c := range []struct {
		key     string
		version int
		channel channels.Kind
		locale  string
		want    error
	}{
		{"gentle", 1, channels.Email, "en-GB", templates.ErrChannel},
		{"gentle", 2, channels.SMS, "fr", templates.ErrChannel},
		{"gentle", 3, channels.SMS, "en-GB", templates.ErrVersion},
		{"gentle", -1, channels.SMS, "en-GB", templates.ErrVersion},
		{"nowhere", 1, channels.SMS, "en-GB", templates.ErrVersion},
		{"broken", 1, channels.SMS, "en-GB", templates.ErrText},
	} {
		_, err := catalogue.Render(t.Context(), c.key, c.version, c.channel, c.locale, usual())
		wantError(t, err, c.want)
	}
	_, err := templates.NewCatalogue(embedded(t), nil).Render(t.Context(), "gentle", 1, channels.SMS, "en-GB", usual())
	wantError(t, err, templates.ErrVersion)
}

func TestAVersionIsFetchedOnceHoweverManyAskAtOnce(t *testing.T) {
	t.Parallel()
	store := newArchive()
	catalogue := templates.NewCatalogue(embedded(t), store.fetch)
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			if _, err := catalogue.Render(t.Context(), "gentle", 1, channels.SMS, "en-GB", usual()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if asked := store.asked.Load(); asked != 1 {
		t.Errorf("fetched %d times", asked)
	}
}

func TestAFailureToFetchIsNotKept(t *testing.T) {
	t.Parallel()
	store := newArchive()
	store.fail.Store(true)
	catalogue := templates.NewCatalogue(embedded(t), store.fetch)
	_, err := catalogue.Render(t.Context(), "gentle", 1, channels.SMS, "en-GB", usual())
	wantError(t, err, errArchive)
	store.fail.Store(false)
	_, err = catalogue.Render(t.Context(), "gentle", 1, channels.SMS, "en-GB", usual())
	wantError(t, err, nil)
}

func TestWhoWaitsForAVersionCanGiveUp(t *testing.T) {
	t.Parallel()
	inside, leave := make(chan struct{}), make(chan struct{})
	slow := func(context.Context, string, int) (templates.Stage, []templates.Source, error) {
		close(inside)
		<-leave
		return templates.Gentle, []templates.Source{said("gentle", "en-GB", goodSMS)}, nil
	}
	catalogue := templates.NewCatalogue(embedded(t), slow)
	done := make(chan error)
	go func() {
		_, err := catalogue.Render(context.Background(), "gentle", 1, channels.SMS, "en-GB", usual())
		done <- err
	}()
	<-inside
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := catalogue.Render(ctx, "gentle", 1, channels.SMS, "en-GB", usual())
	wantError(t, err, context.Canceled)
	close(leave)
	wantError(t, <-done, nil)
}

func TestVersionsThatNobodyUsesMakeRoom(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	fetch := func(_ context.Context, key string, _ int) (templates.Stage, []templates.Source, error) {
		asked.Add(1)
		return templates.Gentle, []templates.Source{said(key, "en-GB", goodSMS)}, nil
	}
	catalogue := templates.NewCatalogue(embedded(t), fetch)
	render := func(version int) {
		if _, err := catalogue.Render(t.Context(), "k", version, channels.SMS, "en-GB", usual()); err != nil {
			t.Fatal(err)
		}
	}
	for version := 1; version <= 210; version++ {
		render(version)
		render(1) // in use all along
	}
	if asked.Load() != 210 {
		t.Errorf("fetched %d times", asked.Load())
	}
	render(2)
	if asked.Load() != 211 {
		t.Error("a version of long ago was kept")
	}
}

func TestADraftIsJudgedByItsStage(t *testing.T) {
	t.Parallel()
	text := said("my_thanks", "fr", "{{ creditor.name }} {{ invoice.number }} STOP")
	if _, problems := templates.Compile([]templates.Source{text}, templates.Thanks); len(problems) > 0 {
		t.Error(problems)
	}
	set, problems := templates.Compile([]templates.Source{text}, templates.Firm)
	if set != nil || rules(problems) != "0 must_state, 0 must_state, 0 must_state" || problems[0].File != "fr/my_thanks/sms.txt" {
		t.Error(problems)
	}
}

func TestTextsThatNobodyWouldReadAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sources []templates.Source
		want    string
	}{
		{[]templates.Source{said("k", "en-GB", goodSMS), said("k", "en", goodSMS)}, ""},
		{[]templates.Source{said("k", "en-GB", goodSMS), said("k", "en-GB", goodSMS)}, "0 twice"},
		{[]templates.Source{said("k", "en_gb", goodSMS)}, "0 locale"},
		{[]templates.Source{said("k", "", goodSMS)}, "0 locale"},
		{[]templates.Source{said("k", "english", goodSMS)}, "0 locale"},
		{nil, ""},
	} {
		if _, problems := templates.Compile(c.sources, templates.Gentle); rules(problems) != c.want {
			t.Errorf("want %q: %v", c.want, problems)
		}
	}
}

func TestAPreviewNamesWhatWasMissing(t *testing.T) {
	t.Parallel()
	set := load(t, map[string]string{"en-GB/gentle/sms.txt": goodSMS + "{% if contact.name %}{{ contact.name }}{% endif %}{% for i in invoices %}{{ i.issued_on }}{% endfor %}{{ creditor.pay_url }} {{ instalment.due_on }}{{ plan.count }}"})
	preview, err := set.Preview("gentle", channels.SMS, "en-GB", usual())
	if err != nil || len(preview.Missing) != 0 || preview.Length != len([]rune(preview.Text)) || preview.Asked != "en-GB" {
		t.Errorf("usual: %v (%v)", preview, err)
	}
	facts := sampleOf(t, "nothing optional")
	facts.Plan = nil
	preview, err = set.Preview("gentle", channels.SMS, "en_gb", facts)
	if got := strings.Join(preview.Missing, " "); err != nil || got != "contact.name creditor.pay_url creditor.phone instalment.due_on invoice.issued_on plan.count" || preview.Asked != "en-GB" {
		t.Errorf("nothing optional: %s (%v)", got, err)
	}
}

func TestAPreviewNamesWhatWasMissingHoweverTheTextIsFilledIn(t *testing.T) {
	t.Parallel()
	set := load(t, map[string]string{"en-GB/gentle/sms.txt": goodSMS + "{{ contact.name | default: 'there' }}{{ creditor.pay_url }}{{ unsubscribe_url }}"})
	preview, err := set.Preview("gentle", channels.SMS, "en-GB", sampleOf(t, "nothing optional"))
	if got := strings.Join(preview.Missing, " "); err != nil || got != "contact.name creditor.pay_url creditor.phone unsubscribe_url" {
		t.Errorf("%s (%v)", got, err)
	}
}
