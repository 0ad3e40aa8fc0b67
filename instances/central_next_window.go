package instances

import (
	"context"
	"time"

	"github.com/admin365/admin365"
)

// Next returns the first occurrence of the window that begins at a time or after it, in
// UTC; ok is false where its times or its time zone are none that this module knows.
func (w *Window) Next(at time.Time) (from, until time.Time, ok bool) {
	z, ok := zoneOf(w.TimeZone)
	start, hasStart := minuteOf(w.Start)
	end, hasEnd := minuteOf(w.End)
	if !ok || !hasStart || !hasEnd {
		return time.Time{}, time.Time{}, false
	}
	from, until = span{start: start, end: end, zone: z}.next(at)
	return from, until, true
}

// NextWindow returns the first update window of an environment of Business Central that
// begins at a time or after it: when an update would begin that is given that date and does
// not pass over the window ([Update.IgnoreWindow]). The service has the last word: where
// that is after the last date it can take a window that is open at the time. It changes
// nothing.
//
// Effect: read. Errors: those of [CentralSettings.Window] and [CentralEnvironments.Get],
// and [admin365.ErrUnsupported] where no window is set and the country's time is not known
// here, or the window's time zone is not.
func NextWindow(ctx context.Context, s *CentralService, id CentralEnvironmentID, at time.Time) (from, until time.Time, err error) {
	unknown := func(what string) (time.Time, time.Time, error) {
		return time.Time{}, time.Time{}, id.at(&opCentralSettingsWindow).Attribute(&admin365.Error{
			Kind: admin365.ErrUnsupported, Message: "when the window begins is not known here: " + what + "; see " + centralPage,
		})
	}
	w, err := s.Settings.Window(ctx, id)
	if err != nil {
		return time.Time{}, time.Time{}, err
	}
	if w == nil {
		e, err := s.Environments.Get(ctx, id)
		if err != nil {
			return time.Time{}, time.Time{}, err
		}
		c, ok := countryOf(e.CountryCode)
		if !ok {
			return unknown("none is set, and the environment is of the country " + e.CountryCode)
		}
		w = &Window{Start: defaultStart, End: defaultEnd, TimeZone: c.zone}
	}
	from, until, ok := w.Next(at)
	if !ok {
		return unknown("it is of the time zone " + w.TimeZone)
	}
	return from, until, nil
}
