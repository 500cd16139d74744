"""Runs what ``deploy/`` holds in containers, with images made of Debian where no registry answers."""
