package instances

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// centralRelease is a version of Business Central.
type centralRelease struct {
	releaseKey
	major, minor int
	// out is when new environments get it, and from when existing ones can be brought to
	// it, a week later.
	out, from time.Time
}

// firstMajor is the version that was released in April 2019, the first of two a year.
const firstMajor = 14

// majorOut is when a major version is released: in April the even ones, in October the odd.
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/update-rollout-timeline
func majorOut(major int) time.Time {
	return time.Date(2019, time.April, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 6*(major-firstMajor), 0)
}

// majorAt is the major version that is the newest at a time.
func majorAt(at time.Time) int {
	months := (at.Year()-2019)*12 + int(at.Month()) - int(time.April)
	return max(firstMajor+months/6, firstMajor)
}

// graceOf and enforcedOf are when the grace period and the enforced one of a major version
// begin: five and six months after the next one is released.
func graceOf(major int) time.Time    { return majorOut(major+1).AddDate(0, 5, 0) }
func enforcedOf(major int) time.Time { return majorOut(major+1).AddDate(0, 6, 0) }

// The minor versions of a major one come in the months between.
const minors = 6

// soak is how long after its release existing environments can be brought to a version.
const soak = 7 * 24 * time.Hour

// calendar are the versions that are out or planned, as far as anybody at the time can
// ask for them, by version and previews first.
func calendar(tx *tenant.Tx) (list []centralRelease) {
	newest := majorAt(tx.Now())
	for major := max(newest-3, firstMajor); major <= newest+1; major++ {
		// A preview is offered from the month before to the end of the first.
		preview := majorOut(major).AddDate(0, -1, 0)
		if !tx.Now().Before(preview) && tx.Now().Before(majorOut(major)) {
			list = append(list, centralRelease{releaseKey{versionOf(major, 0), UpdatePreview}, major, 0, preview, preview})
		}
		for minor := range minors {
			out := majorOut(major).AddDate(0, minor, 0)
			list = append(list, centralRelease{releaseKey{Version: versionOf(major, minor)}, major, minor, out, out.Add(soak)})
		}
	}
	for row := range tenant.In(tx, &centralReleases).All() {
		at := slices.IndexFunc(list, func(r centralRelease) bool { return r.releaseKey == row.Release })
		if at < 0 {
			major, minor, _ := splitVersion(row.Release.Version)
			list = append(list, centralRelease{row.Release, major, minor, row.From, row.From})
			continue
		}
		list[at].from = row.From
		if row.From.Before(list[at].out) || list[at].out.Before(row.From.Add(-soak)) {
			list[at].out = row.From
		}
	}
	slices.SortFunc(list, func(a, b centralRelease) int {
		return cmp.Or(cmp.Compare(a.major, b.major), cmp.Compare(a.minor, b.minor), cmp.Compare(b.kind(), a.kind()))
	})
	return list
}

func versionOf(major, minor int) string { return strconv.Itoa(major) + "." + strconv.Itoa(minor) }

// splitVersion reads the first two parts of a version.
func splitVersion(v string) (major, minor int, ok bool) {
	parts := strings.Split(v, ".")
	if len(parts) < 2 {
		return 0, 0, false
	}
	major, err := strconv.Atoi(parts[0])
	minor, err2 := strconv.Atoi(parts[1])
	return major, minor, err == nil && err2 == nil && major >= 0 && minor >= 0
}

// build is the whole version of a release. Ours: the numbers only grow.
func (r centralRelease) build() string {
	number := 20000 + (r.major-firstMajor)*1500 + r.minor*200
	if r.kind() != UpdateGA {
		number -= 900
	}
	return fmt.Sprintf("%d.%d.%d.0", r.major, r.minor, number)
}

// platform is the version of the platform below an application.
func platform(version string) string {
	major, _, _ := splitVersion(version)
	return fmt.Sprintf("%d.0.%d.0", major, 20010+(major-firstMajor)*1500)
}

// released reports whether existing environments can be brought to it at a time.
func (r centralRelease) released(at time.Time) bool { return !at.Before(r.from) }

// above reports whether the release is higher than what an environment has.
func (r centralRelease) above(row *centralRow) bool {
	major, minor, _ := splitVersion(row.Version)
	if r.major != major {
		return r.major > major
	}
	if r.minor != minor {
		return r.minor > minor
	}
	return row.Kind != "" && row.Kind != UpdateGA && r.kind() == UpdateGA
}

// offered are the releases that an environment can be brought to, or may be later.
func offered(tx *tenant.Tx, row *centralRow) (list []centralRelease) {
	major, _, _ := splitVersion(row.Version)
	for _, r := range calendar(tx) {
		switch {
		case !r.above(row) || r.major > major+1,
			r.kind() != UpdateGA && (row.Type != Sandbox || !r.released(tx.Now())),
			!r.released(tx.Now()) && !r.out.Before(graceOf(major)):
		default:
			list = append(list, r)
		}
	}
	return list
}

// newestOf is the version that a new environment of a ring gets, and all that it can get.
func newestOf(tx *tenant.Tx, ring string) (list []centralRelease) {
	newest := majorAt(tx.Now())
	for _, r := range calendar(tx) {
		preview := r.kind() != UpdateGA
		if !tx.Now().Before(r.out) && preview == strings.EqualFold(ring, RingPreview) && r.major >= newest-1 {
			list = append(list, r)
		}
	}
	return list
}
