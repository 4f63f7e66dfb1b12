module navarch/gauge

go 1.22
