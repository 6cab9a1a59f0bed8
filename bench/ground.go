package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/redis/go-redis/v9"
)

// ground is what the contests stand on: servers, a folder, and the flags.
type ground struct {
	options  options
	dir      string
	turns    int // so far; names what must be new in each
	redis    redisServer
	postgres postgresServer
	sinks    sinks
}

// prepare starts the servers that the contests need. A server that is not to be
// had leaves out the contests that need it.
func prepare(ctx context.Context, o options, contests []contest) (_ *ground, err error) {
	g := &ground{options: o}
	if g.dir, err = os.MkdirTemp("", "goodterms-bench-"); err != nil {
		return nil, err
	}
	if err := os.Chmod(g.dir, 0o711); err != nil { // PostgreSQL may run as another user
		return nil, err
	}
	starts := map[string]func(context.Context) error{
		needRedis: g.startRedis, needPostgres: g.startPostgres, needSinks: g.startSinks,
	}
	for need, start := range starts {
		if !slices.ContainsFunc(contests, func(c contest) bool { return slices.Contains(c.needs, need) }) {
			continue
		}
		if err := start(ctx); err != nil {
			g.close()
			return nil, fmt.Errorf("%s: %w", need, err)
		}
	}
	return g, nil
}

// close ends the servers and removes the folder.
func (g *ground) close() {
	if g.redis.client != nil {
		g.redis.client.Close()
	}
	g.redis.child.stop()
	g.postgres.close()
	g.sinks.child.stop()
	_ = os.RemoveAll(g.dir)
}

// file is a path in the folder.
func (g *ground) file(name string) string { return filepath.Join(g.dir, name) }

// redisServer is the Redis of all contests.
type redisServer struct {
	url    string
	client *redis.Client
	child  *child // nil when it is not ours
}

// startRedis starts a private Redis that keeps what it is given, as a production
// one would, or connects to the one of the flag.
func (g *ground) startRedis(ctx context.Context) error {
	r := &g.redis
	r.url = g.options.redis
	if r.url == "" {
		addr, err := freeAddress()
		if err != nil {
			return err
		}
		folder := g.file("redis")
		if err := os.Mkdir(folder, 0o700); err != nil {
			return err
		}
		path, err := lookPath("redis-server")
		if err != nil {
			return err
		}
		r.child, err = start(g.file("redis.log"), "KILL", nil, nil, path, "--port", portOf(addr), "--bind", "127.0.0.1",
			"--dir", folder, "--save", "", "--appendonly", "yes", "--appendfsync", "everysec", "--loglevel", "warning")
		if err := errors.Join(err, listening(addr)); err != nil {
			return err
		}
		r.url = "redis://" + addr
	}
	options, err := redis.ParseURL(r.url)
	if err != nil {
		return errors.New("is not a Redis URL")
	}
	options.PoolSize = 128
	r.client = redis.NewClient(options)
	return r.client.Ping(ctx).Err()
}

// flush empties Redis between two turns.
func (r *redisServer) flush(ctx context.Context) error { return r.client.FlushAll(ctx).Err() }
