# Writes r_made.rda; R 4.2.2. Version 3 keeps 1:n, as.character(n) and sorted vectors in their short forms.
d <- data.frame(i = 1:70, text = as.character(1:70), stringsAsFactors = FALSE)
d$real_text <- as.character(c(1e5, 123456, 1e-4, 0.1, NA, NaN, -Inf, 1e15, 1/3, 100, 1:60))
d$sorted <- sort(70:1 + 0L)
d$day <- as.Date("2020-02-29") + 0:69
d$vote <- factor(rep(c("yes", "no", NA, "abstain", "yes"), 14), levels = c("yes", "abstain", "no"))
latin <- c("S\xe3o Tom\xe9", "plain"); Encoding(latin) <- "latin1"
d$name <- rep(latin, 35)
note <- list(a = 1, b = "k")
save(d, note, file = "r_made.rda", compress = FALSE)
save(d, note, file = "r_made_gzip.rda")
save(d, note, file = "r_made_bzip2.rda", compress = "bzip2")
save(d, note, file = "r_made_xz.rda", compress = "xz")
