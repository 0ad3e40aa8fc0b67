package odata

import (
	"strconv"
	"strings"

	"github.com/admin365/admin365/internal/api"
)

// OrderBy is one key of an $orderby.
type OrderBy struct {
	Prop int
	Desc bool
}

// parseOrder reads an $orderby. The directory orders by one property, by those
// alone that have an index for it, and together with a filter only in an
// advanced query.
func (t *Table[P]) parseOrder(text string, advanced, filtered bool) ([]OrderBy, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	var order []OrderBy
	unsupported := filtered && !advanced
	s := scanner{text: text}
	for {
		name := s.name()
		if name == "" {
			return nil, invalidOrder(s)
		}
		prop := t.Lookup(name)
		if prop < 0 {
			return nil, api.UnknownQueryProperty.Err("", name, t.EDM)
		}
		for s.symbol('/') {
			// Nothing below a property has an index.
			unsupported = true
			if s.name() == "" {
				return nil, invalidOrder(s)
			}
		}
		key := OrderBy{Prop: prop, Desc: s.keyword("desc")}
		if !key.Desc {
			s.keyword("asc")
		}
		order = append(order, key)
		support := t.Props[prop].Order
		unsupported = unsupported || support == Never || support == Advanced && !advanced
		if s.end() {
			break
		}
		if !s.symbol(',') {
			return nil, invalidOrder(s)
		}
	}
	if unsupported || len(order) > 1 {
		return nil, api.UnsupportedOrder.Err("")
	}
	return order, nil
}

func invalidOrder(s scanner) error {
	s.skip()
	return InvalidOrder.Err("", strconv.Itoa(s.pos), s.text)
}
