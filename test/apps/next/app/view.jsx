'use client'
import { useEventSource } from 'millrace/react'

export function View() {
  const { data, readyState } = useEventSource('/feed')
  return <output data-ready-state={readyState}>{data ?? 'nothing yet'}</output>
}
