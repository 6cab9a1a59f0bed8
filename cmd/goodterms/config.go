package main

import (
	"fmt"

	"github.com/goodterms/goodterms/config"
)

// settings are the flags of every command that reads the configuration.
type settings struct {
	Config   string `help:"Configuration file (TOML). Optional: the environment can hold everything." type:"path" placeholder:"FILE" env:"GOODTERMS_CONFIG"`
	Database string `help:"Database, over file and environment: sqlite:///path/file.db or postgres://…" placeholder:"URL"`
}

// load reads the settings with the given flags over them; empty ones are left out.
func (s settings) load(std streams, flags map[string]any) (config.Config, error) {
	over := map[string]any{}
	for key, value := range flags {
		if value != "" && value != nil {
			over[key] = value
		}
	}
	if s.Database != "" {
		over["database"] = s.Database
	}
	return config.Load(s.Config, std.environ, over)
}

type configCommand struct {
	Check   configCheckCommand   `cmd:"" help:"Say everything that is wrong with the settings, or that nothing is."`
	Example configExampleCommand `cmd:"" help:"Print every setting with its default and what it means, as TOML."`
}

type configCheckCommand struct {
	settings
}

// Run checks what serve would start with.
func (c configCheckCommand) Run(std streams) error {
	loaded, err := c.load(std, nil)
	if err == nil {
		err = loaded.Check()
	}
	if err != nil {
		return fmt.Errorf("the settings are not complete:\n%w", err)
	}
	_, err = fmt.Fprintln(std.out, "The settings are complete.")
	return err
}

type configExampleCommand struct{}

// Run prints the embedded reference.
func (configExampleCommand) Run(std streams) error {
	_, err := std.out.Write(config.Example)
	return err
}
