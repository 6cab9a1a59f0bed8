package templates

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/goodterms/goodterms/channels"
)

// ErrVersion says that a version of a template is not to be had.
var ErrVersion = errors.New("there is no such version of the template")

// Fetch brings the texts of a published version.
type Fetch func(ctx context.Context, key string, version int) (Stage, []Source, error)

// Catalogue renders the shipped texts and every published version. What was
// published never changes, so a version is fetched and compiled once and kept as
// long as it is in use. It is safe for concurrent use.
type Catalogue struct {
	shipped *Set
	fetch   Fetch
	mu      sync.Mutex
	kept    map[edition]*list.Element // of *compiled
	recent  *list.List                // most recently used first
}

var _ Renderer = (*Catalogue)(nil)

// edition is one version of a template.
type edition struct {
	key     string
	version int
}

// keptEditions is how many versions stay compiled. One has up to a few dozen texts.
const keptEditions = 200

// compiled is a version that is compiled or about to be.
type compiled struct {
	of   edition
	turn chan struct{} // holds one at a time: who compiles it
	set  atomic.Pointer[Set]
}

// NewCatalogue makes a catalogue. Without fetch there are the shipped texts alone.
func NewCatalogue(shipped *Set, fetch Fetch) *Catalogue {
	return &Catalogue{shipped: shipped, fetch: fetch, kept: map[edition]*list.Element{}, recent: list.New()}
}

// Has says whether Goodterms ships the template.
func (c *Catalogue) Has(template string) bool { return c.shipped.Has(template) }

// Render fills in a version of a template as Set.Render does; 0 is the shipped
// texts. A version speaks for itself: what it lacks is not taken from another.
func (c *Catalogue) Render(ctx context.Context, template string, version int, channel channels.Kind, locale string, facts Facts) (Words, error) {
	if version == 0 {
		return c.shipped.Render(template, channel, locale, facts)
	}
	set, err := c.Version(ctx, template, version)
	if err != nil {
		return Words{}, err
	}
	return set.Render(template, channel, locale, facts)
}

// Version is the texts of a published version; 0 the shipped ones.
func (c *Catalogue) Version(ctx context.Context, key string, version int) (*Set, error) {
	if version == 0 {
		return c.shipped, nil
	}
	if version < 0 || c.fetch == nil {
		return nil, fmt.Errorf("find version %d of %s: %w", version, key, ErrVersion)
	}
	e := c.edition(edition{key, version})
	if set := e.set.Load(); set != nil {
		return set, nil
	}
	select {
	case e.turn <- struct{}{}:
		defer func() { <-e.turn }()
	case <-ctx.Done():
		return nil, fmt.Errorf("find version %d of %s: %w", version, key, ctx.Err())
	}
	return c.compile(ctx, e)
}

// edition finds the version among those that are kept, or makes room for it.
func (c *Catalogue) edition(of edition) *compiled {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at := c.kept[of]; at != nil {
		c.recent.MoveToFront(at)
		found, _ := at.Value.(*compiled)
		return found
	}
	e := &compiled{of: of, turn: make(chan struct{}, 1)}
	c.kept[of] = c.recent.PushFront(e)
	if c.recent.Len() > keptEditions {
		last, _ := c.recent.Remove(c.recent.Back()).(*compiled)
		delete(c.kept, last.of)
	}
	return e
}

// compile fetches and compiles the version, unless somebody has done so meanwhile.
// A failure is not kept: the next one tries again.
func (c *Catalogue) compile(ctx context.Context, e *compiled) (*Set, error) {
	if set := e.set.Load(); set != nil {
		return set, nil
	}
	stage, sources, err := c.fetch(ctx, e.of.key, e.of.version)
	if err != nil {
		return nil, fmt.Errorf("find version %d of %s: %w", e.of.version, e.of.key, err)
	}
	if len(sources) == 0 {
		return nil, fmt.Errorf("find version %d of %s: %w", e.of.version, e.of.key, ErrVersion)
	}
	set, err := published(e.of, stage, sources)
	if err != nil {
		return nil, err
	}
	e.set.Store(set)
	return set, nil
}

// published compiles what has passed the checks when it was published. Only what
// cannot be filled in is refused: a check that came later must not stop a message
// whose words were agreed.
func published(of edition, stage Stage, sources []Source) (*Set, error) {
	c, err := newCompiler()
	if err != nil {
		return nil, err
	}
	c.agreed = true
	set, problems := c.set(stage, sources, of.key+"@"+strconv.Itoa(of.version))
	if len(problems) > 0 {
		return nil, fmt.Errorf("version %d of %s: %w", of.version, of.key, problemError(problems))
	}
	return set, nil
}

// Compile checks the texts of a draft, or of a version that is to be published,
// and makes them ready. All are judged by the stage, and those without a locale of
// last resort are fine: a draft speaks for itself. The set is nil when there are
// problems.
func Compile(sources []Source, stage Stage) (*Set, []Problem) {
	c, err := newCompiler()
	if err != nil {
		return nil, []Problem{{"", 0, "layout", err.Error()}}
	}
	return c.set(stage, sources, "")
}

// set compiles the sources; each in the name of the version, else of its key.
func (c *compiler) set(stage Stage, sources []Source, name string) (*Set, []Problem) {
	set := newSet(c.known)
	var problems []Problem
	for _, s := range sources {
		s.Stage = stage
		problems = append(problems, misplaced(set, s.placed())...)
		v, faults := c.compile(s)
		problems = append(problems, faults...)
		if v == nil {
			continue
		}
		if name != "" {
			v.version = name + strings.TrimPrefix(v.version, s.Key)
		}
		set.add(s, v)
	}
	if len(problems) > 0 {
		sortProblems(problems)
		return nil, problems
	}
	return set, nil
}

// misplaced finds a text that nobody would ever read: of a locale in an unusual
// form, or beside another for the same channel and locale.
func misplaced(set *Set, s Source) []Problem {
	switch of := (variantKey{s.Key, s.Channel, s.Locale}); {
	case s.Locale == "" || canonical(s.Locale) != s.Locale:
		return []Problem{{s.File, 0, "locale", "a locale is written as in en-GB or de"}}
	case set.variants[of] != nil:
		return []Problem{{s.File, 0, "twice", "there are two texts for this channel and locale"}}
	}
	return nil
}
