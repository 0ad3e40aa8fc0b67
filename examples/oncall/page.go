package main

import "io"

func (r *report) writePage(w io.Writer) error { return nil }
