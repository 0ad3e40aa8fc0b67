// Command published writes a module proxy into a folder that serves the root
// module and the examples as they will be once their tags are pushed, so that
// `.ci/run published` can install an example as a stranger would.
//
//	go run ./.ci/published FOLDER VERSION
package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const root = "github.com/admin365/admin365"

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: published FOLDER VERSION")
		os.Exit(2)
	}
	folder, version := os.Args[1], os.Args[2]
	for _, m := range []struct{ module, dir string }{{root, "."}, {root + "/examples", "examples"}} {
		if err := publish(folder, m.module, version, m.dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func publish(folder, module, version, dir string) error {
	versions := filepath.Join(folder, module, "@v")
	if err := os.MkdirAll(versions, 0o755); err != nil {
		return err
	}
	mod, err := goMod(folder, module, version, dir)
	if err != nil {
		return err
	}
	archive, err := pack(module+"@"+version+"/", dir, mod)
	if err != nil {
		return err
	}
	info := fmt.Sprintf(`{"Version":%q,"Time":%q}`, version, time.Now().UTC().Format(time.RFC3339))
	for name, text := range map[string][]byte{
		"list": []byte(version + "\n"), version + ".info": []byte(info),
		version + ".mod": mod, version + ".zip": archive,
	} {
		if err := os.WriteFile(filepath.Join(versions, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// goMod returns the go.mod of the module. A release of the examples requires
// the release of the root, which is the only line that a release changes.
func goMod(folder, module, version, dir string) ([]byte, error) {
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil || module == root {
		return mod, err
	}
	copied, err := os.CreateTemp(folder, "go.*.mod")
	if err != nil {
		return nil, err
	}
	if _, err := copied.Write(mod); err != nil {
		return nil, err
	}
	if err := copied.Close(); err != nil {
		return nil, err
	}
	if out, err := exec.Command("go", "mod", "edit", "-require="+root+"@"+version, copied.Name()).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go mod edit: %w: %s", err, out)
	}
	return os.ReadFile(copied.Name())
}

// pack zips the files of the module: no folder that is a module of its own, and
// nothing that only this machine has.
func pack(prefix, dir string, mod []byte) ([]byte, error) {
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		if entry.IsDir() {
			_, err := os.Stat(filepath.Join(path, "go.mod"))
			if err == nil || entry.Name() == ".git" || entry.Name() == "node_modules" {
				return filepath.SkipDir
			}
			return nil
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(filepath.ToSlash(path), filepath.ToSlash(dir)+"/")
		if name == "go.mod" {
			text = mod
		}
		f, err := w.Create(prefix + name)
		if err != nil {
			return err
		}
		_, err = f.Write(text)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return archive.Bytes(), nil
}
