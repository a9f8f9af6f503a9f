# Holds NAME.dta, as haven reads it, against NAME.csv of the same panel, which has a column of words behind each column.
suppressPackageStartupMessages(library(haven))
args <- commandArgs(trailingOnly = TRUE)
path <- function(ending) file.path(args[1], paste0(args[2], ".", ending))
letter <- c(missing = "a", not_covered = "b", not_applicable = "c", undefined = "d", too_few = "e", unmatched = "f", withheld = "g")

csv <- read.csv(path("csv"), colClasses = "character", na.strings = NULL, encoding = "UTF-8", check.names = FALSE)
dta <- read_dta(path("dta"))
names <- grep("_status$", names(csv), invert = TRUE, value = TRUE)
stopifnot(identical(names(dta), names), nrow(dta) == nrow(csv))

values <- 0
missing <- 0
for (name in names) {
  found <- dta[[name]]
  status <- csv[[paste0(name, "_status")]]
  if (is.null(status)) status <- rep("observed", nrow(csv))
  absent <- status %in% names(letter)
  stopifnot(nzchar(attr(found, "label")))
  if (is.character(found)) {
    stopifnot(all(found[absent] == ""), all(enc2utf8(found[!absent]) == enc2utf8(csv[[name]][!absent])))
  } else {
    tags <- na_tag(found)
    stopifnot(all(is.na(tags[!absent])), all(tags[absent] == letter[status[absent]]))
    # as.numeric reads a decimal text to within a unit of the last place; haven reads the bits.
    expected <- as.numeric(csv[[name]][!absent])
    stopifnot(all(abs(as.numeric(found)[!absent] - expected) <= 4e-16 * abs(expected)))
  }
  codes <- attr(found, "labels")
  if (!is.null(codes)) {
    kept <- codes[!is.na(codes)]
    stopifnot(all(as.numeric(found)[!absent] %in% kept), all(na_tag(codes[is.na(codes)]) %in% letter))
  }
  values <- values + sum(!absent)
  missing <- missing + sum(absent)
}
notes <- attr(dta, "notes")
stopifnot(any(grepl("entente panel --unit undirected", notes, fixed = TRUE)), any(grepl("SHA-256 of entente.lock", notes, fixed = TRUE)))
cat(sprintf(
  "haven %s: %s.dta, %d columns, %d values and %d missing values as in the CSV, %d notes\n",
  packageVersion("haven"), args[2], length(names), values, missing, length(notes)
))
