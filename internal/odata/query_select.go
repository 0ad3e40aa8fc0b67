package odata

import (
	"slices"
	"strings"

	"github.com/admin365/admin365/internal/api"
)

// parseSelect reads a $select. Without one it returns the default set and no
// names.
func (t *Table[P]) parseSelect(text string, collection bool) (sel []int, names []string, err error) {
	if strings.TrimSpace(text) == "" {
		return slices.DeleteFunc(t.Select(Default), func(i int) bool {
			return collection && t.Props[i].Has(SingleOnly)
		}), nil, nil
	}
	for term := range strings.SplitSeq(text, ",") {
		term = strings.TrimSpace(term)
		if term == "*" {
			sel = t.selectAll(sel, collection)
			names = append(names, term)
			continue
		}
		name, path, _ := strings.Cut(t.uncast(term), "/")
		if !isName(name) {
			return nil, nil, InvalidSelect.Err("", term)
		}
		prop := t.Lookup(name)
		switch {
		case prop < 0 && isExtension(name):
			// Whoever asks for an extension that nobody registered gets an answer
			// without it.
		case prop < 0:
			return nil, nil, api.SelectUnknownProperty.Err("", name, t.EDM)
		case collection && t.Props[prop].Has(SingleOnly):
			return nil, nil, api.NotInCollection.Err("")
		default:
			name = t.Props[prop].Name
			if !slices.Contains(sel, prop) && !t.Props[prop].Has(Unseen) {
				sel = append(sel, prop)
			}
		}
		if path != "" {
			name += "/" + path
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return sel, names, nil
}

// selectAll appends what * stands for: everything that need not be named.
func (t *Table[P]) selectAll(sel []int, collection bool) []int {
	for i := range t.Props {
		p := &t.Props[i]
		if p.Has(OnRequest) || collection && p.Has(SingleOnly) || slices.Contains(sel, i) {
			continue
		}
		sel = append(sel, i)
	}
	return sel
}

// uncast takes the entity's own type off the front of a path.
func (t *Table[P]) uncast(term string) string {
	if first, rest, ok := strings.Cut(term, "/"); ok && strings.EqualFold(first, t.EDM) {
		return rest
	}
	return term
}

// isExtension reports whether the name is one of a directory extension.
func isExtension(name string) bool {
	return strings.Contains(strings.ToLower(name), "extension_")
}

// isName reports whether the text is an identifier, possibly qualified.
func isName(text string) bool {
	for part := range strings.SplitSeq(text, ".") {
		s := scanner{text: part}
		if s.name() == "" || s.pos < len(part) || part != strings.TrimSpace(part) {
			return false
		}
	}
	return true
}

// Selected returns what a $select inside a $expand asks of an entity of the
// table, and the names of it in the table's spelling: the default set and no
// names if it names nothing.
func (t *Table[P]) Selected(names []string) (sel []int, named []string, err error) {
	return t.parseSelect(strings.Join(names, ","), true)
}
