'use client'

export function Reader({ url, useSource }) {
  const { data } = useSource(url)
  return <output>{data ?? 'nothing yet'}</output>
}
