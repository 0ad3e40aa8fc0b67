package api

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Answers is the version as which the emulator answers a request of the version, letter
// case aside; ok is false for one that it refuses. A version that is newer than those
// that are declared is answered as the newest of them: clients are updated before the
// emulator is, and most of what they ask is what it was. One that is older, and one that
// is none, is refused as the service does.
func (a *API) Answers(version string) (as string, ok bool) {
	if a.Versions == nil {
		return version, true
	}
	newest := ""
	for _, v := range a.Versions {
		if strings.EqualFold(v, version) {
			return version, true
		}
		if prefix, ok := strings.CutSuffix(v, "*"); ok {
			return a.minor(prefix, version)
		}
		if _, stable := date(v); stable && v > newest {
			newest = v
		}
	}
	day, _ := date(version)
	if newest == "" || day <= newest {
		return "", false
	}
	return newest, true
}

// minor is Answers for versions that are counted, such as admin/v2.28: Version is the
// newest that is known.
func (a *API) minor(prefix, version string) (as string, ok bool) {
	if len(version) <= len(prefix) || !strings.EqualFold(version[:len(prefix)], prefix) {
		return "", false
	}
	n, err := strconv.ParseUint(version[len(prefix):], 10, 16)
	if err != nil {
		return "", false
	}
	if newest, err := strconv.ParseUint(strings.TrimPrefix(a.Version, prefix), 10, 16); err == nil && n > newest {
		return a.Version, true
	}
	return version, true
}

// previews are what may follow the day of a version that is not stable.
// Source: Azure/azure-resource-manager-rpc, common-api-details.md.
var previews = []string{"-preview", "-privatepreview", "-alpha", "-beta", "-rc"}

// date is the day of a version such as 2024-04-01 or 2025-06-01-preview, and whether it is
// stable; empty if it is no such version.
func date(version string) (day string, stable bool) {
	const form = "2006-01-02"
	day, suffix := version[:min(len(version), len(form))], version[min(len(version), len(form)):]
	if _, err := time.Parse(form, day); err != nil {
		return "", false
	}
	if suffix != "" && !slices.Contains(previews, strings.ToLower(suffix)) {
		return "", false
	}
	return day, suffix == ""
}
