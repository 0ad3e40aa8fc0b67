package odata

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestRoundTrips has the laws of the properties' values.
func TestRoundTrips(t *testing.T) {
	t.Parallel()
	table := people()
	binding := Binding[*person, *public]{Table: table}
	rapid.Check(t, func(t *rapid.T) {
		before, change := naiveRows().Draw(t, "before"), naiveRows().Draw(t, "change")
		apply := func(r *person, v any) Change {
			c, err := table.Change(v)
			require.NoError(t, err)
			table.Apply(r, c)
			return c
		}
		r := new(person)
		apply(r, before)
		old := *r
		require.Empty(t, table.Diff(&old, r))

		// A change touches what it names and nothing else, and Diff says so.
		c := apply(r, change)
		lines := table.Diff(&old, r)
		for i := range table.Props {
			item, named := c.Get(i)
			was, wasSet := table.Value(&old, i)
			is, isSet := table.Value(r, i)
			if named {
				require.Equal(t, item.Value, is)
			} else {
				require.Equal(t, was, is, table.Props[i].Name)
			}
			if was != is || wasSet != isSet {
				require.True(t, strings.HasPrefix(lines[0], table.Props[i].Name+" "), "%q", lines)
				lines = lines[1:]
			}
		}
		require.Empty(t, lines)

		// The public struct carries the same.
		again := new(person)
		apply(again, binding.Read(r))
		for _, name := range binding.Names() {
			i := table.Lookup(name)
			is, set := table.Value(again, i)
			want, had := table.Value(r, i)
			if !had {
				// A field that cannot say "not set" says its zero value.
				require.Contains(t, []string{"", "false", "0", "0001-01-01T00:00:00Z"}, is, name)
				continue
			}
			require.True(t, set, name)
			if table.Props[i].Type < TextList {
				require.Equal(t, want, is, name)
			} else {
				require.JSONEq(t, want, is, name)
			}
		}

		// Null clears.
		nulls := naiveRow{}
		for name := range change {
			nulls[name] = nil
		}
		apply(r, nulls)
		for name := range change {
			_, set := table.Value(r, table.Lookup(name))
			require.False(t, set, name)
		}
	})
}

// TestCellsLaws says that pack and spread are opposites, and that get finds what
// spread does.
func TestCellsLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var from, to [maxProps]span
		n := rapid.IntRange(0, maxProps).Draw(t, "n")
		for range rapid.IntRange(0, 40).Draw(t, "cells") {
			if n > 0 {
				size := rapid.SampledFrom([]int{0, 1, 5, 127, 128, 300, 20000}).Draw(t, "size")
				from[rapid.IntRange(0, n-1).Draw(t, "at")] = span{true, strings.Repeat("é", size)}
			}
		}
		c := pack(&from, n)
		c.spread(&to)
		require.Equal(t, from, to)
		for i := range from {
			text, ok := c.get(i)
			require.Equal(t, from[i], span{ok, text})
		}
	})
}
