package main

import "context"

func (p program) demonstrate(context.Context) int                  { return 0 }
func (p program) person(context.Context, *connection, options) int { return 0 }
func (p program) ticket(context.Context, *connection, options) int { return 0 }
