package identity

import "context"

// Refresh forgets the context that it was given.
func Refresh(_ context.Context) error { return load() }

func load() error { return wait(context.Background()) }

func wait(ctx context.Context) error { return ctx.Err() }
