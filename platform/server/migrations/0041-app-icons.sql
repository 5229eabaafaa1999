-- Icons of releases: the picture as the platform drew it, and a hash of its looks by which look-alikes are found.

alter table app_release add column icon_sha256 text, add column icon_looks text;
