package policy

import (
	"encoding/binary"
	"sync"
)

// memory keeps what was worked out, so that a batch works it out once. It is safe
// for concurrent use and bounded.
type memory[V any] struct {
	mu    sync.RWMutex
	known map[string]V
}

// Bounds of each memory. Longer keys are answered, and not kept.
const (
	mostKept   = 4096
	longestKey = 1024
)

func (m *memory[V]) find(key []byte) (V, bool) {
	m.mu.RLock()
	found, ok := m.known[string(key)]
	m.mu.RUnlock()
	return found, ok
}

// keep adds what was made, unless another goroutine was faster, and returns what
// is known from now on. When there is too much it forgets it all, which costs time
// and nothing else.
func (m *memory[V]) keep(key []byte, made V) V {
	if len(key) > longestKey {
		return made
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if found, ok := m.known[string(key)]; ok {
		return found
	}
	if m.known == nil || len(m.known) >= mostKept {
		m.known = map[string]V{}
	}
	m.known[string(key)] = made
	return made
}

// appendText adds a text to a key so that no two lists of texts make the same key.
func appendText(key []byte, text string) []byte {
	return append(binary.AppendUvarint(key, uint64(len(text))), text...)
}
