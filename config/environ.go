package config

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/knadh/koanf/providers/confmap"
	"github.com/knadh/koanf/v2"

	"github.com/goodterms/goodterms/config/secret"
)

// Variable is the environment variable of a setting.
func Variable(key string) string {
	return Prefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

// own lists variables with our prefix that are not settings.
var own = regexp.MustCompile(`^GOODTERMS_(TEST_[A-Z_]+|CONFIG)$`)

// loadEnviron adds the settings of the environment, as values or as files, and
// reports variables of ours that are no settings: a typing error must not
// silently leave a default in force.
func loadEnviron(k *koanf.Koanf, environ []string, known map[string]any) error {
	keys := map[string]string{}
	for key := range known {
		keys[Variable(key)] = key
		keys[Variable(key)+"_FILE"] = key
	}
	values := map[string]any{}
	var problems []error
	for _, entry := range slices.Sorted(slices.Values(environ)) {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, Prefix) || own.MatchString(name) {
			continue
		}
		key, ok := keys[name]
		if !ok {
			problems = append(problems, fmt.Errorf("%s: there is no such setting; see goodterms config example", name))
			continue
		}
		if name != Variable(key) {
			content, err := os.ReadFile(value)
			if err != nil {
				problems = append(problems, fmt.Errorf("%s: the file cannot be read", name))
			}
			value = strings.TrimRight(string(content), "\r\n")
		}
		values[key] = value
	}
	return errors.Join(append(problems, k.Load(confmap.Provider(values, "."), nil))...)
}

// toSecret lets secrets be written as plain strings.
func toSecret(_, to reflect.Type, data any) (any, error) {
	text, ok := data.(string)
	if ok && to == reflect.TypeOf(secret.String{}) {
		return secret.New(text), nil
	}
	return data, nil
}

// quoted finds the setting's name in a decoding error and nothing else of it.
var quoted = regexp.MustCompile(`'([A-Za-z_.]+)'`)

// decodeError names the settings that have the wrong type, without their values.
func decodeError(err error) error {
	var problems []error
	for _, line := range strings.Split(err.Error(), "\n") {
		if found := quoted.FindStringSubmatch(line); found != nil {
			problems = append(problems, fmt.Errorf("%s: has a value of the wrong type; see goodterms config example", found[1]))
		}
	}
	if len(problems) == 0 { // a fault must not pass because its words are new to us
		return errors.New("the settings cannot be read; see goodterms config example")
	}
	return errors.Join(problems...)
}
