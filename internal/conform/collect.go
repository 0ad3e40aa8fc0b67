package conform

import (
	"errors"
	"fmt"
	"iter"
)

// Collect ranges over a list to its end and returns what it yielded. The error
// is the list's own, or says how the list breaks the rules of iteration: an
// error comes once, as the last pair, with a nil item.
func Collect[V any](list iter.Seq2[*V, error]) ([]*V, error) {
	var items []*V
	var failed, shape error
	for item, err := range list {
		switch {
		case failed != nil:
			shape = errors.New("the list yielded a pair after its error")
		case err != nil && item != nil:
			shape = errors.New("the list yielded an item beside its error")
		case err == nil && item == nil:
			shape = errors.New("the list yielded neither an item nor an error")
		}
		if shape != nil {
			return items, shape
		}
		if err != nil {
			failed = err
			continue
		}
		items = append(items, item)
	}
	return items, failed
}

// First returns at most n items and leaves the list then.
func First[V any](list iter.Seq2[*V, error], n int) ([]*V, error) {
	var items []*V
	for item, err := range list {
		if err != nil {
			return items, err
		}
		items = append(items, item)
		if len(items) == n {
			break
		}
	}
	return items, nil
}

// Once returns an error that names the keys that come more than once.
func Once[V any, K comparable](items []*V, key func(*V) K) error {
	seen := map[K]int{}
	for _, item := range items {
		seen[key(item)]++
	}
	var errs []error
	for k, n := range seen {
		if n > 1 {
			errs = append(errs, fmt.Errorf("%v comes %d times", k, n))
		}
	}
	return errors.Join(errs...)
}
