/** The version of the package; the build puts it in, so that no file has to be read for it. */
declare const MILLRACE_VERSION: string
